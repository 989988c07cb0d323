-- Every report in which somebody may speak: its source, and its speaker unless the article speaks itself.
-- for each: speaker_table
select '$table' as table_name, $key as row_id, source_id, $speaker as speaker_id
from $table
