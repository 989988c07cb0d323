-- severity: warning
-- message: ends like a sentence
-- hint: leave the full stop out
-- why: A title or label stands without a full stop; a short last word such as U.S. or Inc. may be an abbreviation.
-- for each: own_words_column
select '$table' as table_name, $key as row_id, '$name' as column_name, $column as value
from $table
where '$wording' = 'phrase' and regexp_matches($column, '[a-z]{4,}\.\z') and not regexp_matches($column, 'approx\.\z')
