-- severity: error
-- message: begins or ends with white space
-- hint: leave it out
-- why: The same words always have the same anchor.
select a.table_name, a.row_id, 'evidence' as column_name,
    a.source_id || ':' || cast(a.start_char as varchar) || '-' || cast(a.end_char as varchar) as value
from anchors as a
where regexp_matches(a.words, '\A[\s\p{Z}]|[\s\p{Z}]\z')
