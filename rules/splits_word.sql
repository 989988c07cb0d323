-- severity: error
-- message: begins or ends inside a word
-- hint: move it to the edge of the word: python build.py find WORDS
-- why: Part of a word may mean something else than the word.
select a.table_name, a.row_id, 'evidence' as column_name,
    a.source_id || ':' || cast(a.start_char as varchar) || '-' || cast(a.end_char as varchar) as value
from anchors as a
where regexp_matches(a.before_char || substring(a.words, 1, 1), '\A[\p{L}\p{N}]{2}\z')
    or regexp_matches(substring(a.words, a.end_char - a.start_char, 1) || a.after_char, '\A[\p{L}\p{N}]{2}\z')
