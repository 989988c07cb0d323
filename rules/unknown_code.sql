-- severity: error
-- message: is no code of {vocabulary}
-- hint: use a code that data/codes.csv lists for {vocabulary}, or add it there
-- why: A coded cell holds a code of its vocabulary, so that every code has a label and a definition.
-- for each: code_column
select '$table' as table_name, c.row_id, '$name' as column_name, c.value, '$codes' as vocabulary
from (select $key as row_id, $column as value from $table where $column is not null) as c
left join codes as k on k.field = '$codes' and k.code = c.value
where k.code is null
