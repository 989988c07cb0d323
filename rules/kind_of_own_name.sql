-- severity: warning
-- message: the spelling is the name of {entity_id}, or holds it, and so is no {value}
-- hint: use name or variant, or mend the spelling
-- why: A demonym, metonym or role is another word than the name itself; whoever is only described has no name.
with entities as (
    select actor_id, cast(null as varchar) as place_id, name from actors where kind in ('state', 'person', 'company')
    union all
    select null, place_id, name from places
),
named as (
    select distinct actor_id, place_id from names where kind in ('name', 'variant', 'garble')
)
select 'names' as table_name, n.name_id as row_id, 'kind' as column_name, n.kind as value,
    coalesce(n.actor_id, n.place_id) as entity_id
from names as n
join entities as b on b.actor_id = n.actor_id or b.place_id = n.place_id
left join named as o on o.actor_id = n.actor_id or o.place_id = n.place_id
where (n.kind in ('demonym', 'metonym') and n.spelling = b.name)
    or (n.kind = 'role' and n.spelling = b.name and (o.actor_id is not null or o.place_id is not null))
    or (n.kind = 'metonym' and position(lower(b.name) in lower(n.spelling)) > 0)
