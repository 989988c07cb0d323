-- severity: warning
-- message: has no row in participants.csv
-- hint: add who took part to a report of it, or waive the warning with the reason
-- why: Somebody speaks, meets or fights; of strikes, shelling, harm and pauses, and of what others claim, the doer is often not named.
select 'events' as table_name, e.event_id as row_id, 'kind' as column_name, e.kind as value
from events as e
join event_reports as r on r.event_id = e.event_id
left join participants as p on p.report_id = r.report_id
where e.kind not in ('strike', 'shelling', 'cyberattack', 'harm', 'pause', 'war')
group by e.event_id, e.kind
having count(p.participant_id) = 0 and count(r.claimant_id) = 0
