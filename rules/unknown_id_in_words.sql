-- severity: error
-- message: cites {id}, which is no id
-- hint: mend it
-- why: An id in our own words leads to a row, to its renderings, or to a withdrawn row.
select c.table_name, c.row_id, c.column_name, c.value, c.id
from cited_ids as c
left join row_digests as d on d.row_id = c.id
left join group_ids as g on g.group_id = c.id
left join retired as r on r.row_id = c.id
left join (
    select substring(min(row_id), 1, 3) as prefix from row_digests group by table_name
    union
    select substring(min(group_id), 1, 3) as prefix from group_ids group by table_name
) as p on p.prefix = substring(c.id, 1, 3)
where d.row_id is null and g.group_id is null and r.row_id is null
    and (c.id like 's%' and c.id not like 's_-%' or p.prefix is not null)
