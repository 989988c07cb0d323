-- Every cell of our own words; `wording` says what they look like.
-- for each: own_words_column
select '$table' as table_name, $key as row_id, '$name' as column_name, $column as value, '$wording' as wording
from $table
where $column is not null
