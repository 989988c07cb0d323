-- severity: warning
-- message: `{spelling}` names {other} in {other_source}, of the same kind and state
-- hint: mend one of the two, or waive it where two are called so
-- why: A spelling names the same actor or place in every article, unless they differ in kind or state.
with spelled as (
    select n.name_id, n.source_id, n.spelling, coalesce(n.actor_id, n.place_id) as entity_id,
        coalesce(a.kind, p.kind) as kind, coalesce(a.state_iso3, p.country_iso3) as state,
        case when n.actor_id is null then 'place_id' else 'actor_id' end as column_name
    from names as n
    left join actors as a on a.actor_id = n.actor_id
    left join places as p on p.place_id = n.place_id
    where n.kind in ('name', 'variant') and position(' and ' in n.spelling) = 0
)
select 'names' as table_name, s.name_id as row_id, s.column_name, s.entity_id as value, s.spelling,
    min(o.entity_id) as other, min(o.source_id) as other_source
from spelled as s
join spelled as o on o.spelling = s.spelling and o.kind = s.kind and o.state = s.state and o.column_name = s.column_name
    and o.source_id <> s.source_id
group by s.name_id, s.column_name, s.entity_id, s.spelling
having sum(case when o.entity_id = s.entity_id then 1 else 0 end) = 0
