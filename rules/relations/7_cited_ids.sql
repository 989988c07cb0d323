-- Every id that our own words cite.
-- for each: own_words_column
select '$table' as table_name, $key as row_id, '$name' as column_name, $column as value,
    unnest(regexp_extract_all($column, '\b(?:s[0-9]{3,}(?:-[0-9]{3,})?|[a-z]{2}-[0-9]{2,})\b', 0)) as id
from $table
where regexp_matches($column, '[a-z]-?[0-9][0-9]')
