-- severity: warning
-- message: later than every article that reports it ({frame})
-- hint: mend the date, or the status or modality of the row
-- why: What an article reports was so on its day at the latest; plans, forecasts and pledges are left out.
with days as (
    select 'events' as table_name, event_id as row_id, 'date_start' as column_name, date_start as day from events
    where status not in ('planned', 'hypothetical')
    union all
    select 'events', event_id, 'date_end', date_end from events where status not in ('planned', 'hypothetical')
    union all
    select 'military_claims', claim_id, 'date_start', date_start from military_claims
    where modality not in ('forecast', 'pledged')
    union all
    select 'military_claims', claim_id, 'date_end', date_end from military_claims
    where modality not in ('forecast', 'pledged')
    union all
    select 'quotes', quote_id, 'said_on', said_on from quotes
    union all
    select 'positions', position_id, 'said_on', said_on from positions
), frames as (
    select a.table_name, a.row_id, max(s.frame_date) as frame, count(*) - count(s.frame_date) as unknown
    from anchors as a join sources as s on s.source_id = a.source_id
    group by a.table_name, a.row_id
)
select d.table_name, d.row_id, d.column_name, cast(d.day as varchar) as value, cast(f.frame as varchar) as frame
from days as d
join frames as f on f.table_name = d.table_name and f.row_id = d.row_id
where d.day > f.frame and f.unknown = 0
