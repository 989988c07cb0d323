-- severity: error
-- message: begins or ends inside a word
-- hint: move it to the edge of the word: python build.py find WORDS
-- why: Part of a word may mean something else than the word.
select a.table_name, a.row_id, 'evidence' as column_name,
    a.source_id || ':' || cast(a.start_char as varchar) || '-' || cast(a.end_char as varchar) as value
from anchors as a
join texts as t on t.source_id = a.source_id
where a.start_char < a.end_char
    and (a.start_char > 0 and regexp_matches(substring(t."text", a.start_char, 2), '\A[\p{L}\p{N}]{2}\z')
        or regexp_matches(substring(t."text", a.end_char, 2), '\A[\p{L}\p{N}]{2}\z'))
