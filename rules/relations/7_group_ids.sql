-- The ids that renderings of the same thing share.
-- for each: group_column
select '$table' as table_name, $key as row_id, $column as group_id
from $table
