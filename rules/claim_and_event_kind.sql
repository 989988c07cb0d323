-- severity: warning
-- message: no pair ({kind}, {event_kind}) is allowed, and {value} is of kind {event_kind}
-- hint: mend kind, event_id or events.kind, or add claim_and_event_kind,{kind},{event_kind} to data/allowed_pairs.csv
-- why: A claim is about an event of a kind that fits it.
select 'military_claims' as table_name, c.claim_id as row_id, 'event_id' as column_name, c.event_id as value,
    c.kind, e.kind as event_kind
from military_claims as c
join events as e on e.event_id = c.event_id
left join allowed_pairs as p
    on p."rule" = 'claim_and_event_kind' and p."value" = c.kind and p.other_value = e.kind
where p."rule" is null and c.kind is not null and e.kind is not null
