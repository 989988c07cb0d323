-- severity: error
-- message: has another digest than in data/derived/evidence.csv
-- hint: restore that file, or anchor the words anew
-- why: The words at an anchor are those that were there when it was proven.
select a.table_name, a.row_id, 'evidence' as column_name,
    a.source_id || ':' || cast(a.start_char as varchar) || '-' || cast(a.end_char as varchar) as value
from anchors as a
join committed_evidence as e
    on e.row_id = a.row_id and e.n = a.n and e."table" = a.table_name
    and e.source_id = a.source_id and e."start" = a.start_char and e."end" = a.end_char
where a.words is not null and e.sha256 <> sha256(a.words)
