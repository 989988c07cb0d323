-- severity: warning
-- message: reports have {values}, and no disagreement compares two reports of the event
-- hint: add a row to data/disagreements.csv, or mend a report
-- why: Where articles differ, the data shows it.
with reported as (
    select event_id, 'status' as column_name, status as value, status in ('occurred', 'claimed') as is_done
    from event_reports
), differing as (
    select event_id, column_name, string_agg(distinct value, ', ' order by value) as "values"
    from reported
    group by event_id, column_name
    having count(distinct value) > 1 and count(distinct is_done) > 1
    union all
    select a.event_id, 'date_start', min(cast(a.date_end as varchar)) || ', ' || max(cast(b.date_start as varchar))
    from event_reports as a
    join event_reports as b on b.event_id = a.event_id and b.date_start > a.date_end
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
