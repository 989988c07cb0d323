-- severity: warning
-- message: has no row in locations.csv, nor has the event that it is part of
-- hint: add where it was to a report of it, or waive the warning with the reason
-- why: Whoever meets or fights does so somewhere; words, plans, movements and the state of a force need no place.
select 'events' as table_name, e.event_id as row_id, 'kind' as column_name, e.kind as value
from events as e
join event_reports as r on r.event_id = e.event_id or r.event_id = e.part_of
left join locations as l on l.report_id = r.report_id
where e.status not in ('planned', 'hypothetical')
    and e.kind in ('fighting', 'shelling', 'strike', 'meeting', 'negotiation', 'signing')
group by e.event_id, e.kind
having count(l.location_id) = 0
