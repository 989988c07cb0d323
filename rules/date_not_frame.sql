-- severity: error
-- message: is not the frame date of the article ({frame_date})
-- hint: mend it, or {basis_column}
-- why: A date with the basis `frame` is the day that the article itself counts from.
select d.table_name, d.row_id, d.column_name, cast(d."day" as varchar) as value, d.basis_column,
    min(s.frame_date) as frame_date
from dated_cells as d
join anchors as a on a.table_name = d.table_name and a.row_id = d.row_id
join sources as s on s.source_id = a.source_id and s.frame_date is not null
where d.basis = 'frame'
group by d.table_name, d.row_id, d.column_name, d."day", d.basis_column
having max(case when s.frame_date = d."day" then 1 else 0 end) = 0
