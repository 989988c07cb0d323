-- severity: error
-- message: is not the frame date of the article ({frame_date})
-- hint: mend it, or {basis_column}
-- why: A date with the basis `frame` is the day that the article itself counts from.
select d.table_name, d.row_id, d.column_name, cast(d."day" as varchar) as value, d.basis_column, f.frame_date
from dated_cells as d
join (
    select a.table_name, a.row_id, min(s.frame_date) as frame_date, max(s.frame_date) as last_frame_date
    from anchors as a
    join sources as s on s.source_id = a.source_id and s.frame_date is not null
    group by a.table_name, a.row_id
) as f on f.table_name = d.table_name and f.row_id = d.row_id
where d.basis = 'frame' and d."day" <> f.frame_date and d."day" <> f.last_frame_date
    and not exists (
        select 1 from anchors as o join sources as r on r.source_id = o.source_id
        where o.table_name = d.table_name and o.row_id = d.row_id and r.frame_date = d."day"
    )
