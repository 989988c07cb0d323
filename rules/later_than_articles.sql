-- severity: warning
-- message: later than the article that reports it ({frame})
-- hint: mend the date, or the status or modality of the row
-- why: What an article reports was so on its day at the latest; plans, forecasts and pledges are left out.
with days as (
    select 'event_reports' as table_name, report_id as row_id, 'date_start' as column_name, date_start as day, source_id
    from event_reports where status not in ('planned', 'hypothetical')
    union all
    select 'event_reports', report_id, 'date_end', date_end, source_id from event_reports
    where status not in ('planned', 'hypothetical')
    union all
    select 'military_claims', claim_id, 'date_start', date_start, source_id from military_claims
    where modality not in ('forecast', 'pledged')
    union all
    select 'military_claims', claim_id, 'date_end', date_end, source_id from military_claims
    where modality not in ('forecast', 'pledged')
    union all
    select 'quotes', quote_id, 'said_on', said_on, source_id from quotes
    union all
    select 'positions', position_id, 'said_on', said_on, source_id from positions
)
select d.table_name, d.row_id, d.column_name, cast(d.day as varchar) as value, cast(s.frame_date as varchar) as frame
from days as d
join sources as s on s.source_id = d.source_id
where d.day > s.frame_date
