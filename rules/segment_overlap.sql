-- severity: error
-- message: overlaps the one before, which ends at {reached}
-- hint: mend one of the two
-- why: A character belongs to one segment.
select 'segments' as table_name, g.segment_id as row_id, 'start' as column_name,
    cast(g."start" as varchar) as value, g.reached
from (
    select segment_id, "start", max("end") over (
        partition by source_id order by "start", "end", segment_id rows between unbounded preceding and 1 preceding
    ) as reached
    from segments
) as g
where g."start" < g.reached
