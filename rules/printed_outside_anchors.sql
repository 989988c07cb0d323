-- severity: error
-- message: does not stand in the anchors of its row
-- hint: copy the words as printed, or anchor them
-- why: Words given as printed stand, as they are, within one of the anchors.
select c.table_name, c.row_id, c.column_name, c.words as value
from printed_cells as c
join anchors as a on a.table_name = c.table_name and a.row_id = c.row_id
left join texts as t on t.source_id = a.source_id
where not (c.table_name = 'quotes' and c.column_name = 'text')
group by c.table_name, c.row_id, c.column_name, c.words
having count(t.source_id) = count(*)
    and max(case when strpos(substring(t."text", a.start_char + 1, a.end_char - a.start_char), c.words) > 0
        then 1 else 0 end) = 0
