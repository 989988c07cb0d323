-- severity: error
-- message: is not the name of {actor_id} ({name})
-- hint: use one name in both tables
-- why: A country has one usual English name.
select 'guarantor_countries' as table_name, g.country_iso3 as row_id, 'country' as column_name, g.country as value,
    g.actor_id, a."name"
from guarantor_countries as g
join actors as a on a.actor_id = g.actor_id
where a.kind = 'state' and a.state_iso3 = g.country_iso3 and a."name" <> g.country
