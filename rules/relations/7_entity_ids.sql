-- The actors, places, events and statements.
-- for each: entity
select '$table' as table_name, $key as row_id, '$key_column' as column_name
from $table
