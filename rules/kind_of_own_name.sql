-- severity: warning
-- message: the spelling is the name of {entity_id}, or holds it, and so is no {value}
-- hint: use name or variant, or mend the spelling
-- why: A demonym, metonym or role is another word than the name itself.
with entities as (
    select actor_id, cast(null as varchar) as place_id, name from actors where kind in ('state', 'person', 'company')
    union all
    select null, place_id, name from places
)
select 'names' as table_name, n.name_id as row_id, 'kind' as column_name, n.kind as value,
    coalesce(n.actor_id, n.place_id) as entity_id
from names as n
join entities as b on b.actor_id = n.actor_id or b.place_id = n.place_id
where (n.kind in ('demonym', 'metonym', 'role') and n.spelling = b.name)
    or (n.kind = 'metonym' and position(lower(b.name) in lower(n.spelling)) > 0)
