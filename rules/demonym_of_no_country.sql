-- severity: warning
-- message: {actor_id} is a {actor_kind}, and a demonym names people by a country or place
-- hint: use name, variant or role, or name the state
-- why: Demonyms are made from names of states and places, not of persons, media and companies.
select 'names' as table_name, n.name_id as row_id, 'kind' as column_name, n.kind as value, a.actor_id,
    a.kind as actor_kind
from names as n
join actors as a on a.actor_id = n.actor_id
where n.kind = 'demonym' and a.kind in ('person', 'media', 'company')
