-- severity: error
-- message: ends past the end of the file ({n_chars})
-- hint: find the words again: python build.py find WORDS
-- why: An anchor lies within its file.
select a.table_name, a.row_id, 'evidence' as column_name,
    a.source_id || ':' || cast(a.start_char as varchar) || '-' || cast(a.end_char as varchar) as value, s.n_chars
from anchors as a
join sources as s on s.source_id = a.source_id
where a.start_char < a.end_char and a.end_char > s.n_chars
