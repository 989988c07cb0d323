-- severity: warning
-- message: does not end like a sentence
-- hint: end with a full stop, a question mark or an exclamation mark
-- why: Cells in whole sentences can be read one after the other.
-- for each: own_words_column
select '$table' as table_name, $key as row_id, '$name' as column_name, $column as value
from $table
where '$wording' = 'sentences' and not regexp_matches($column, '[.!?…][”’"»\)\]`'']*\z')
