-- Words that the anchors of their row must print; a cell with several entries gives one row for each.
-- for each: printed_column
select '$table' as table_name, $key as row_id, '$name' as column_name, $words as words
from $table
where $column is not null
