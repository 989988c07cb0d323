-- severity: error
-- message: ends past the end of the file ({n_chars})
-- hint: find the segments again: python build.py split FILE
-- why: A segment lies within its file.
select 'segments' as table_name, g.segment_id as row_id, 'end' as column_name,
    cast(g."end" as varchar) as value, s.n_chars
from segments as g
join sources as s on s.source_id = g.source_id
where g."end" > s.n_chars
