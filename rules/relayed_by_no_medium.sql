-- severity: warning
-- message: is of kind {kind}, and words are passed on by a medium, a body or a person
-- hint: name the medium, or leave it blank
-- why: A medium passes words on, or a body or person who is named for them; not a country or people at large.
-- for each: relayed_column
select '$table' as table_name, c.row_id, '$name' as column_name, c.value, r.kind
from (select $key as row_id, $column as value from $table) as c
join actors as r on r.actor_id = c.value
where r.kind in ('state', 'civilians')
