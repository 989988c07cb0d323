-- severity: error
-- message: is a garble without a reading at {anchor}
-- hint: add a row to data/readings.csv that anchors it
-- why: Where we read a name otherwise than it is printed, we say how and why.
select 'names' as table_name, n.name_id as row_id, 'kind' as column_name, n.spelling as value,
    n.source_id || ':' || cast(n.start_char as varchar) || '-' || cast(n.end_char as varchar) as anchor
from name_anchors as n
left join anchors as r
    on r.table_name = 'readings' and r.source_id = n.source_id
    and r.start_char <= n.start_char and n.end_char <= r.end_char
where n.kind = 'garble' and r.row_id is null
