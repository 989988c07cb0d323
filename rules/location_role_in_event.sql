-- severity: warning
-- message: no pair ({kind}, {value}) is allowed, and {owner_id} is of kind {kind}
-- hint: mend role, or events.kind, or add location_role_in_event,{kind},{value} to data/allowed_pairs.csv
-- why: Movements come from and go toward places, fighting is at them, and words are of them.
select 'locations' as table_name, l.location_id as row_id, 'role' as column_name, l."role" as value,
    o.kind, o.event_id as owner_id
from locations as l
join event_reports as r on r.report_id = l.report_id
join events as o on o.event_id = r.event_id
left join allowed_pairs as p
    on p."rule" = 'location_role_in_event' and p."value" = o.kind and p.other_value = l."role"
where p."rule" is null and o.kind is not null and l."role" is not null
