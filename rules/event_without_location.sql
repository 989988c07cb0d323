-- severity: warning
-- message: has no row in locations.csv, nor has the event that it is part of
-- hint: add where it was, as exactly as the article says
-- why: Meetings and deeds are somewhere; words, calls, plans and the state of a force need no place.
select 'events' as table_name, e.event_id as row_id, 'kind' as column_name, e.kind as value
from events as e
left join locations as l on l.event_id = e.event_id
left join locations as w on w.event_id = e.part_of
where l.location_id is null and w.location_id is null and e.status not in ('planned', 'hypothetical')
    and e.kind in ('advance', 'withdrawal', 'defence', 'fighting', 'shelling', 'strike', 'cyberattack', 'civilian_harm',
        'meeting', 'negotiation', 'signing', 'war')
