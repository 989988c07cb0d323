-- Rows that belong to another row of their own table.
-- for each: parent_column
select '$table' as table_name, $key as row_id, '$name' as column_name, $column as parent
from $table
where $column is not null
