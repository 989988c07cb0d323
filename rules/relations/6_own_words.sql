-- Every cell in our own words.
-- for each: own_words_column
select '$table' as table_name, $key as row_id, '$name' as column_name, $column as value
from $table
where $column is not null
