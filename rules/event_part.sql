-- severity: warning
-- message: no pair ({value}, {kind}) is allowed, and {event_id} is of kind {kind}
-- hint: mend role, event_id or events.kind, or add event_part,{value},{kind} to data/allowed_pairs.csv
-- why: Speakers take part in statements, hosts in meetings, targets in attacks.
select 'participants' as table_name, a.participant_id as row_id, 'role' as column_name, a."role" as value,
    e.kind, e.event_id
from participants as a
join event_reports as r on r.report_id = a.report_id
join events as e on e.event_id = r.event_id
left join allowed_pairs as p on p."rule" = 'event_part' and p."value" = a."role" and p.other_value = e.kind
where p."rule" is null and a."role" is not null and e.kind is not null
