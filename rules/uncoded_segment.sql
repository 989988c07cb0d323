-- severity: error
-- message: no row codes this segment
-- hint: code it, or give the reason why not
-- why: Every sentence is coded, or says why not.
select 'segments' as table_name, g.segment_id as row_id, 'reason' as column_name, g.reason as value
from segments as g
left join (
    select r.segment_id from row_segments as r join coding_tables as k on k.table_name = r.table_name
) as c on c.segment_id = g.segment_id
where g.reason is null and c.segment_id is null
