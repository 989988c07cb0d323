-- severity: error
-- message: lies outside the row's own source {own_source}
-- hint: anchor words of that file, or mend source_id
-- why: A row that renders one file rests on words of that file alone.
select a.table_name, a.row_id, 'evidence' as column_name,
    a.source_id || ':' || cast(a.start_char as varchar) || '-' || cast(a.end_char as varchar) as value, a.own_source
from anchors as a
join sources as s on s.source_id = a.source_id
where a.own_source <> a.source_id
