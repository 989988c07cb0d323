-- severity: warning
-- message: {speaker} says so in {said_at}, which stands in the same sentence
-- hint: name that event, or give {speaker} a part in the event of the row
-- why: What somebody says in the sentence of a statement or call of theirs was said there.
with said as (
    select 'quotes' as table_name, quote_id as row_id, source_id, speaker_id as speaker, event_id from quotes
    union all
    select 'positions', position_id, source_id, claimant_id, event_id from positions
), parts as (
    select distinct p.actor_id, r.event_id, r.report_id, r.source_id, e.kind from participants as p
    join event_reports as r on r.report_id = p.report_id
    join events as e on e.event_id = r.event_id
)
select s.table_name, s.row_id, 'event_id' as column_name, s.event_id as value, s.speaker, min(p.event_id) as said_at
from said as s
join row_segments as r on r.table_name = s.table_name and r.row_id = s.row_id and r.first_anchor
join parts as p on p.actor_id = s.speaker and p.kind in ('statement', 'call')
join row_segments as e on e.table_name = 'event_reports' and e.row_id = p.report_id and e.segment_id = r.segment_id
left join parts as own on own.actor_id = s.speaker and own.event_id = s.event_id and own.source_id = s.source_id
where own.event_id is null
group by s.table_name, s.row_id, s.event_id, s.speaker
