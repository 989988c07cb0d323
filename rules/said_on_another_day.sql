-- severity: warning
-- message: not a day of {event_id} in this file ({date_start}), in which {speaker} speaks
-- hint: mend said_on, event_id or the days of the report
-- why: What is said at a statement, in a call or as a pledge is said on its day.
with said as (
    select 'quotes' as table_name, quote_id as row_id, source_id, speaker_id as speaker, event_id, said_on from quotes
    where said_on_precision = 'day'
    union all
    select 'positions', position_id, source_id, claimant_id, event_id, said_on from positions
    where said_on_precision = 'day'
)
select distinct s.table_name, s.row_id, 'said_on' as column_name, cast(s.said_on as varchar) as value, s.speaker,
    e.event_id, coalesce(cast(r.date_start as varchar), cast(r.date_end as varchar)) as date_start
from said as s
join events as e on e.event_id = s.event_id and e.kind in ('statement', 'call', 'pledge')
join event_reports as r on r.event_id = e.event_id and r.source_id = s.source_id
join participants as p on p.report_id = r.report_id and p.actor_id = s.speaker
where s.said_on < r.date_start or s.said_on > r.date_end
