-- Cells with an actor or a place that the anchors of the owner row must name.
-- for each: named_column
select '$table' as table_name, $key as row_id, '$column' as column_name, $column as value,
    $owner_table as owner_table, $owner_id as owner_id
from $table
where $column is not null
