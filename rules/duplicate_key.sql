-- severity: error
-- message: stands in more than one row
-- hint: give each row an id of its own, or remove one
-- why: An id, or a key of several columns, names one row.
-- for each: table
select '$table' as table_name, k.row_id, '$key_column' as column_name, k.row_id as value
from (select $key as row_id from $table) as k
where k.row_id is not null
group by k.row_id
having count(*) > 1
