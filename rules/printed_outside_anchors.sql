-- severity: error
-- message: does not stand in the anchors of its row
-- hint: copy the words as printed, or anchor them
-- why: Words given as printed stand, as they are, within one of the anchors.
select c.table_name, c.row_id, c.column_name, c.words as value
from printed_cells as c
left join anchors as a
    on a.table_name = c.table_name and a.row_id = c.row_id and (a.words is null or strpos(a.words, c.words) > 0)
where a.row_id is null and not (c.table_name = 'quotes' and c.column_name = 'text')
