-- severity: error
-- message: is no row of {checked_table}
-- hint: remove the check, or list the withdrawn id in data/retired.csv
-- why: A check is of a row that stands, or stood, in this package.
select 'checks' as table_name,
    c."table" || '.' || c.row_id || '.' || c.row_sha256 || '.' || c.checker || '.' || c."pass" as row_id,
    'row_id' as column_name, c.row_id as value, c."table" as checked_table
from checks as c
left join row_digests as d on d.table_name = c."table" and d.row_id = c.row_id
left join retired as r on r."table" = c."table" and r.row_id = c.row_id
where d.row_id is null and r.row_id is null
