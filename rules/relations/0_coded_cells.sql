-- Every cell with a code, and the vocabulary that must list it.
-- for each: code_column
select '$table' as table_name, $key as row_id, '$name' as column_name, $column as value, '$codes' as vocabulary
from $table
where $column is not null
