-- severity: error
-- message: is empty
-- hint: the second number is the character after the last
-- why: An anchor holds at least one character.
select a.table_name, a.row_id, 'evidence' as column_name,
    a.source_id || ':' || cast(a.start_char as varchar) || '-' || cast(a.end_char as varchar) as value
from anchors as a
where a.start_char >= a.end_char
