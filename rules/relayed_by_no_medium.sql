-- severity: warning
-- message: usually is a medium, and this is of kind {kind}
-- hint: name the medium, or leave it blank
-- why: The codebook allows a body that passes words on, but as a rule a medium does.
-- for each: relayed_column
select '$table' as table_name, c.row_id, '$name' as column_name, c.value, r.kind
from (select $key as row_id, $column as value from $table) as c
join actors as r on r.actor_id = c.value
where r.kind <> 'media'
