-- severity: warning
-- message: of {state_iso3}, and `{spelling}` begins with a demonym of {other}
-- hint: name another actor, or mend actors.state_iso3
-- why: `Russian Deputy Defence Minister` names somebody of Russia, unless a demonym of the own state stands beside it.
with demonyms as (
    select n.source_id, n.spelling, a.actor_id, a.state_iso3
    from names as n
    join actors as a on a.actor_id = n.actor_id
    where n.kind = 'demonym' and a.kind = 'state' and a.state_iso3 is not null
)
select 'names' as table_name, n.name_id as row_id, 'actor_id' as column_name, n.actor_id as value,
    a.state_iso3, n.spelling, min(d.actor_id) as other
from names as n
join actors as a on a.actor_id = n.actor_id
join demonyms as d on d.source_id = n.source_id and position(d.spelling || ' ' in n.spelling) = 1
left join demonyms as own
    on own.source_id = n.source_id and own.state_iso3 = a.state_iso3 and position(own.spelling in n.spelling) > 0
where n.kind <> 'garble' and a.state_iso3 is not null and own.spelling is null
group by n.name_id, n.actor_id, a.state_iso3, n.spelling
