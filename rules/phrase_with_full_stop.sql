-- severity: warning
-- message: ends like a sentence
-- hint: leave the full stop out
-- why: A title or label stands without a full stop; an abbreviation such as U.S. or Inc. keeps its own.
-- for each: own_words_column
select '$table' as table_name, $key as row_id, '$name' as column_name, $column as value
from $table
where '$wording' = 'phrase' and regexp_matches($column, '\.\z')
    and not regexp_matches(
        $column, '(\A|[^\p{L}])(\p{L}|Mr|Mrs|Ms|Dr|St|Jr|Sr|Gen|Col|Lt|Inc|Ltd|Co|Corp|No|Nos|approx|etc|ca|km)\.\z'
    )
