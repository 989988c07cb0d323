-- severity: error
-- message: is number {place} of its file by position
-- hint: number them in their order
-- why: Segments count from 1 in the order of their file.
select 'segments' as table_name, g.segment_id as row_id, 'n' as column_name, cast(g.n as varchar) as value, g.place
from (
    select segment_id, n, row_number() over (partition by source_id order by "start", "end", segment_id) as place
    from segments
) as g
where g.n <> g.place
