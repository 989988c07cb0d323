-- severity: error
-- message: is no row of {answered_table}
-- hint: remove the answer, or list the withdrawn row in data/retired.csv
-- why: An answer is of a row that stands, or stood, in this package.
select 'blind' as table_name, b."table" || '.' || b.row_id || '.' || b."column" || '.' || b."pass" as row_id,
    'row_id' as column_name, b.row_id as value, b."table" as answered_table
from blind as b
left join row_digests as d on d.table_name = b."table" and d.row_id = b.row_id
left join retired as r on r."table" = b."table" and r.row_id = b.row_id
where d.row_id is null and r.row_id is null
