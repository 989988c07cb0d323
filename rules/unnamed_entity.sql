-- severity: error
-- message: is not named in the anchors of its row
-- hint: anchor words that name it too, list their spelling in data/names.csv, or mend the cell
-- why: The anchors of a row name every actor and place that it codes, under a spelling listed for that source.
select c.table_name, c.row_id, c.column_name, c.value
from named_cells as c
join anchors as a on a.table_name = c.owner_table and a.row_id = c.owner_id
left join name_anchors as n
    on n.source_id = a.source_id and n.entity_id = c.value
    and a.start_char <= n.start_char and n.end_char <= a.end_char
group by c.table_name, c.row_id, c.column_name, c.value
having count(n.name_id) = 0
