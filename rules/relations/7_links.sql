-- Every foreign key that is filled: what names which row.
-- for each: foreign_key
select '$table' as table_name, $key as row_id, '$name' as column_name, '$target' as target_table, $column as target_id
from $table
where $column is not null
