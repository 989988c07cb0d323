-- severity: error
-- message: is no row of {coded_table}
-- hint: mend the id, or list the withdrawn row in data/retired.csv
-- why: Agreement is counted over rows that stand, or stood, in this package.
select c.table_name, c.row_id, 'row_id' as column_name, c.value, c.coded_table
from (
    select 'codings' as table_name, "table" || '.' || row_id || '.' || variable as row_id, row_id as value,
        "table" as coded_table
    from codings
    union all
    select 'trial' as table_name, "table" || '.' || row_id || '.' || "column" as row_id, row_id as value,
        "table" as coded_table
    from trial
) as c
left join row_digests as d on d.table_name = c.coded_table and d.row_id = c.value
left join retired as r on r."table" = c.coded_table and r.row_id = c.value
where d.row_id is null and r.row_id is null
