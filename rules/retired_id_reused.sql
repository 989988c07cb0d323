-- severity: error
-- message: was withdrawn; see data/retired.csv
-- hint: give the row a new id
-- why: A citation of a withdrawn row must never lead to another row.
-- for each: table
select '$table' as table_name, t.row_id, '$key_column' as column_name, t.row_id as value
from (select $key as row_id from $table) as t
join retired as r on r."table" = '$table' and r.row_id = t.row_id
