-- severity: warning
-- message: reports have {values}, and no disagreement compares two reports of the event
-- hint: add a row to data/disagreements.csv, or mend a report
-- why: Where articles differ, the data shows it; what an earlier article has still to come may be done in a later one.
with reported as (
    select r.event_id, r.status, r.status in ('occurred', 'claimed') as is_done, r.date_start, r.date_end, s.frame_date
    from event_reports as r
    join sources as s on s.source_id = r.source_id
), differing as (
    select a.event_id, 'status' as column_name, min(a.status) || ', ' || min(b.status) as "values"
    from reported as a
    join reported as b on b.event_id = a.event_id and a.is_done and not b.is_done
        and not coalesce(b.frame_date < a.frame_date, false)
    group by a.event_id
    union all
    select a.event_id, 'date_start', min(cast(a.date_end as varchar)) || ', ' || max(cast(b.date_start as varchar))
    from reported as a
    join reported as b on b.event_id = a.event_id and b.date_start > a.date_end
    group by a.event_id
), compared as (
    select a.event_id
    from disagreements as d
    join event_reports as a on d.row_a = 'event_reports:' || a.report_id
    join event_reports as b on d.row_b = 'event_reports:' || b.report_id and b.event_id = a.event_id
)
select 'events' as table_name, d.event_id as row_id, d.column_name, d."values" as value, d."values"
from differing as d
left join compared as c on c.event_id = d.event_id
where c.event_id is null
