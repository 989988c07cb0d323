-- Every report that has a source of its own, with that source.
-- for each: report_table
select '$table' as table_name, $key as row_id, source_id
from $table
