-- The segments that the anchors of a row touch; participants and locations rest on the anchors of their owners.
select table_name, row_id, source_id, segment_id, segment_n, min(n) = 1 as first_anchor
from anchor_segments
group by table_name, row_id, source_id, segment_id, segment_n
