-- severity: error
-- message: begins or ends with white space
-- hint: trim the segment
-- why: Segments are cut in one way only.
select 'segments' as table_name, g.segment_id as row_id, 'end' as column_name, cast(g."end" as varchar) as value
from segments as g
join texts as t on t.source_id = g.source_id
where g."start" < g."end"
    and regexp_matches(
        substring(t."text", g."start" + 1, 1) || substring(t."text", g."end", 1), '[\s\p{Z}]'
    )
