-- Each anchor beside each segment that it shares a character with.
select a.table_name, a.row_id, a.n, a.source_id, a.start_char, a.end_char, s.segment_id, s.n as segment_n
from anchors as a
join segments as s on s.source_id = a.source_id and s."start" < a.end_char and a.start_char < s."end"
