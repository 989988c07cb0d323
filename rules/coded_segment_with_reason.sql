-- severity: error
-- message: a row codes this segment ({coding_row})
-- hint: leave reason blank
-- why: A reason says why no row codes the segment.
select 'segments' as table_name, g.segment_id as row_id, 'reason' as column_name, g.reason as value,
    min(r.table_name || ':' || r.row_id) as coding_row
from segments as g
join row_segments as r on r.segment_id = g.segment_id
join coding_tables as k on k.table_name = r.table_name
where g.reason is not null
group by g.segment_id, g.reason
