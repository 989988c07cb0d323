-- Every occurrence of a spelling that `names` lists.
select n.name_id, coalesce(n.actor_id, n.place_id) as entity_id, n.spelling, n.kind, a.source_id, a.start_char, a.end_char
from names as n
join anchors as a on a.table_name = 'names' and a.row_id = n.name_id
