-- severity: error
-- message: does not stand at {anchor}
-- hint: list where it stands: python build.py find WORDS
-- why: A listed occurrence of a name is that very spelling.
select 'names' as table_name, n.name_id as row_id, 'spelling' as column_name, n.spelling as value,
    a.source_id || ':' || cast(a.start_char as varchar) || '-' || cast(a.end_char as varchar) as anchor
from names as n
join anchors as a on a.table_name = 'names' and a.row_id = n.name_id
where n.spelling <> a.words
