-- severity: warning
-- message: no report of the event has this {column_name}
-- hint: mend it to what a report has, or mend the report
-- why: What the package says of an event in one row is what at least one article says.
with consolidated as (
    select event_id, 'status' as column_name, status as value from events
    union all
    select event_id, 'date_start', cast(date_start as varchar) from events
    union all
    select event_id, 'date_end', cast(date_end as varchar) from events
    union all
    select event_id, 'date_precision', date_precision from events
), reported as (
    select event_id, 'status' as column_name, status as value from event_reports
    union all
    select event_id, 'date_start', cast(date_start as varchar) from event_reports
    union all
    select event_id, 'date_end', cast(date_end as varchar) from event_reports
    union all
    select event_id, 'date_precision', date_precision from event_reports
)
select 'events' as table_name, c.event_id as row_id, c.column_name, c.value
from consolidated as c
left join reported as r on r.event_id = c.event_id and r.column_name = c.column_name and r.value is not distinct from c.value
where r.event_id is null
