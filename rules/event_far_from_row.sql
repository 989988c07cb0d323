-- severity: warning
-- message: no report of {value} in this file has an anchor within three sentences of the row
-- hint: anchor the report of the event there too, or name another event
-- why: A row stands where its article reports the event that it belongs to.
with linked as (
    select 'quotes' as table_name, quote_id as row_id, event_id, source_id from quotes where event_id is not null
    union all
    select 'positions', position_id, event_id, source_id from positions where event_id is not null
    union all
    select 'military_claims', claim_id, event_id, source_id from military_claims where event_id is not null
), near as (
    select distinct l.table_name, l.row_id
    from linked as l
    join row_segments as r on r.table_name = l.table_name and r.row_id = l.row_id
    join event_reports as o on o.event_id = l.event_id and o.source_id = l.source_id
    join row_segments as e on e.table_name = 'event_reports' and e.row_id = o.report_id and e.source_id = r.source_id
    where abs(e.segment_n - r.segment_n) <= 3
)
select l.table_name, l.row_id, 'event_id' as column_name, l.event_id as value
from linked as l
join (select distinct table_name, row_id from row_segments) as anchored
    on anchored.table_name = l.table_name and anchored.row_id = l.row_id
left join near as n on n.table_name = l.table_name and n.row_id = l.row_id
where n.row_id is null
