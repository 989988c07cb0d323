-- severity: error
-- message: {fault}
-- hint: python build.py review {option}--table {table_name}
-- why: A row is published only after somebody read it, as it stands, against its anchors.
select d.table_name, d.row_id, cast(null as varchar) as column_name, d.row_id as value,
    case when count(c.row_id) = 0 then 'has not been checked' else 'changed since it was checked' end as fault,
    case when d.table_name in (select table_name from content_tables) then '--blind ' else '' end as option
from row_digests as d
left join checks as c on c."table" = d.table_name and c.row_id = d.row_id
group by d.table_name, d.row_id, d.sha256
having max(case when c.row_sha256 = d.sha256 then 1 else 0 end) = 0
