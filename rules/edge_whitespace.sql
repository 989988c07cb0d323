-- severity: error
-- message: begins or ends with white space
-- hint: leave it out
-- why: The same words always have the same anchor.
select a.table_name, a.row_id, 'evidence' as column_name,
    a.source_id || ':' || cast(a.start_char as varchar) || '-' || cast(a.end_char as varchar) as value
from anchors as a
join texts as t on t.source_id = a.source_id
where a.start_char < a.end_char
    and regexp_matches(
        substring(t."text", a.start_char + 1, 1) || substring(t."text", a.end_char, 1), '[\s\p{Z}]'
    )
