-- Cells with a day, the column and value of its basis.
-- for each: dated_column
select '$table' as table_name, $key as row_id, '$column' as column_name, $column as day,
    '$basis' as basis_column, $basis as basis, $status as status
from $table
where $column is not null
