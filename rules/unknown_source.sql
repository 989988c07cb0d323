-- severity: error
-- message: names no source
-- hint: use a source_id of data/sources.csv
-- why: An anchor lies in a file that data/sources.csv lists.
select a.table_name, a.row_id, 'evidence' as column_name,
    a.source_id || ':' || cast(a.start_char as varchar) || '-' || cast(a.end_char as varchar) as value
from anchors as a
left join sources as s on s.source_id = a.source_id
where s.source_id is null
