-- severity: warning
-- message: is not that of {member_of}, which it is a member of ({expected})
-- hint: mend it, or member_of
-- why: A member or organ of a state, or of a body of one, usually stands on its side.
select 'actors' as table_name, m.actor_id as row_id, 'side' as column_name, m.side as value,
    m.member_of, b.side as expected
from actors as m
join actors as b on b.actor_id = m.member_of
where b.state_iso3 is not null and m.side <> b.side
