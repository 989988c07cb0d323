-- severity: error
-- message: is no code of {vocabulary}
-- hint: use a code that data/codes.csv lists for {vocabulary}, or add it there
-- why: A coded cell holds a code of its vocabulary, so that every code has a label and a definition.
select c.table_name, c.row_id, c.column_name, c.value, c.vocabulary
from coded_cells as c
left join codes as k on k.field = c.vocabulary and k.code = c.value
where k.code is null
