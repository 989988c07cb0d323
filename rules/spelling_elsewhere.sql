-- severity: error
-- message: does not stand at {anchor}
-- hint: list where it stands: python build.py find WORDS
-- why: A listed occurrence of a name is that very spelling.
select 'names' as table_name, n.name_id as row_id, 'spelling' as column_name, n.spelling as value,
    n.source_id || ':' || cast(n.start_char as varchar) || '-' || cast(n.end_char as varchar) as anchor
from name_anchors as n
join texts as t on t.source_id = n.source_id
where n.spelling <> substring(t."text", n.start_char + 1, n.end_char - n.start_char)
