-- severity: error
-- message: is no row of {target_table}
-- hint: mend the id, or add the row to {target_file}
-- why: A foreign key holds the primary key of a row.
-- for each: foreign_key
select '$table' as table_name, c.row_id, '$name' as column_name, c.value,
    '$target' as target_table, '$target_file' as target_file
from (select $key as row_id, $column as value from $table where $column is not null) as c
left join (select $target_key as id from $target) as t on t.id = c.value
where t.id is null
