-- severity: warning
-- message: {value} lasts from {whole_start} to {whole_end}, and the row, a part of it, from {part_start} to {part_end}
-- hint: mend part_of or a date
-- why: A part lies within its whole; dates known to the week, month or year need only touch it.
with dated_parts as (
    select e.event_id, e.part_of, e.date_start, e.date_end, w.date_start as whole_start, w.date_end as whole_end,
        coalesce(e.date_precision, '') in ('week', 'month', 'year')
            or coalesce(w.date_precision, '') in ('week', 'month', 'year') as is_wide
    from events as e
    join events as w on w.event_id = e.part_of
)
select 'events' as table_name, event_id as row_id, 'part_of' as column_name, part_of as value,
    coalesce(cast(whole_start as varchar), 'an open day') as whole_start,
    coalesce(cast(whole_end as varchar), 'an open day') as whole_end,
    coalesce(cast(date_start as varchar), 'an open day') as part_start,
    coalesce(cast(date_end as varchar), 'an open day') as part_end
from dated_parts
where date_end < whole_start or date_start > whole_end
    or (not is_wide and (date_start < whole_start or date_end > whole_end))
