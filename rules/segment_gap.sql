-- severity: error
-- message: leaves text without a segment {place}
-- hint: add the missing segment
-- why: Every sentence of an article is accounted for.
select 'segments' as table_name, g.segment_id as row_id, 'start' as column_name,
    cast(g."start" as varchar) as value, 'from ' || cast(g.reached as varchar) as place
from (
    select segment_id, source_id, "start", coalesce(max("end") over (
        partition by source_id order by "start", "end", segment_id rows between unbounded preceding and 1 preceding
    ), 0) as reached
    from segments
) as g
join texts as t on t.source_id = g.source_id
where g.reached < g."start"
    and regexp_matches(substring(t."text", g.reached + 1, g."start" - g.reached), '[^\s\p{Z}]')
union all
select 'segments' as table_name, g.segment_id as row_id, 'end' as column_name,
    cast(g.last_end as varchar) as value, 'after it' as place
from (
    select source_id, max("end") as last_end, max_by(segment_id, "end") as segment_id from segments group by source_id
) as g
join texts as t on t.source_id = g.source_id
where regexp_matches(substring(t."text", g.last_end + 1), '[^\s\p{Z}]')
