-- severity: warning
-- message: {value} has no anchor within three sentences of the row
-- hint: name the event that these words are of, or anchor the event here too
-- why: A row stands where the event stands that it belongs to.
with linked as (
    select 'quotes' as table_name, quote_id as row_id, event_id from quotes where event_id is not null
    union all
    select 'positions', position_id, event_id from positions where event_id is not null
    union all
    select 'military_claims', claim_id, event_id from military_claims where event_id is not null
), near as (
    select distinct l.table_name, l.row_id
    from linked as l
    join row_segments as r on r.table_name = l.table_name and r.row_id = l.row_id
    join row_segments as e on e.table_name = 'events' and e.row_id = l.event_id and e.source_id = r.source_id
    where abs(e.segment_n - r.segment_n) <= 3
)
select l.table_name, l.row_id, 'event_id' as column_name, l.event_id as value
from linked as l
join (select distinct table_name, row_id from row_segments) as anchored
    on anchored.table_name = l.table_name and anchored.row_id = l.row_id
join (select distinct row_id from row_segments where table_name = 'events') as held on held.row_id = l.event_id
left join near as n on n.table_name = l.table_name and n.row_id = l.row_id
where n.row_id is null
