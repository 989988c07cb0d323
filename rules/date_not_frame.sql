-- severity: error
-- message: is not the frame date of the article ({frame_date})
-- hint: mend it, or {basis_column}
-- why: A date with the basis `frame` is the day that the article itself counts from.
select d.table_name, d.row_id, d.column_name, cast(d."day" as varchar) as value, d.basis_column,
    coalesce(cast(s.frame_date as varchar), 'blank') as frame_date
from dated_cells as d
join own_sources as r on r.table_name = d.table_name and r.row_id = d.row_id
join sources as s on s.source_id = r.source_id
where d.basis = 'frame' and d."day" is distinct from s.frame_date
