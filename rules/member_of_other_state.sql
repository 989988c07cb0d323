-- severity: error
-- message: is not that of {member_of}, which it is a member of ({expected})
-- hint: mend it, or member_of
-- why: A member or organ of a state, or of a body of one, belongs to that state.
select 'actors' as table_name, m.actor_id as row_id, 'state_iso3' as column_name, m.state_iso3 as value,
    m.member_of, b.state_iso3 as expected
from actors as m
join actors as b on b.actor_id = m.member_of
where b.state_iso3 is not null and m.state_iso3 is distinct from b.state_iso3
