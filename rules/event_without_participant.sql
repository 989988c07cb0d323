-- severity: warning
-- message: has no row in participants.csv
-- hint: add who speaks, acts or is hit
-- why: Somebody speaks, meets or fights; of strikes, shelling, harm and pauses the doer is often not named.
select 'events' as table_name, e.event_id as row_id, 'kind' as column_name, e.kind as value
from events as e
left join participants as p on p.event_id = e.event_id
where p.participant_id is null
    and e.kind not in ('strike', 'shelling', 'cyberattack', 'civilian_harm', 'pause', 'war')
