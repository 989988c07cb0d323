-- severity: warning
-- message: does not end like a sentence
-- hint: end with a full stop, a question mark or an exclamation mark
-- why: Cells in whole sentences can be read one after the other.
select table_name, row_id, column_name, value
from own_words
where wording = 'sentences' and not regexp_matches(value, '[.!?…][”’"»\)\]`'']*\z')
