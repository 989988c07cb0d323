-- severity: error
-- message: leads back to the row itself
-- hint: mend the link that closes the circle
-- why: No row is, at some remove, part of itself.
with recursive ancestors as (
    select table_name, row_id, column_name, parent as value, parent as ancestor, 1 as depth
    from parents
    union all
    select a.table_name, a.row_id, a.column_name, a.value, p.parent as ancestor, a.depth + 1 as depth
    from ancestors as a
    join parents as p on p.table_name = a.table_name and p.row_id = a.ancestor
    where a.ancestor <> a.row_id and a.depth < 50
)
select table_name, row_id, column_name, value
from ancestors
where ancestor = row_id
