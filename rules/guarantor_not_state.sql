-- severity: error
-- message: is not the state {country_iso3}
-- hint: name the state
-- why: A guarantor country is the state of its code.
select 'guarantor_countries' as table_name, g.guarantor_id as row_id, 'actor_id' as column_name, g.actor_id as value,
    g.country_iso3
from guarantor_countries as g
join actors as a on a.actor_id = g.actor_id
where a.kind <> 'state' or a.state_iso3 is distinct from g.country_iso3
