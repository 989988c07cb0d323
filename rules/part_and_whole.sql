-- severity: warning
-- message: no pair ({whole}, {kind}) is allowed: the row is of kind {kind}, and {value} of kind {whole}
-- hint: mend part_of or kind, or add part_and_whole,{whole},{kind} to data/allowed_pairs.csv
-- why: An event has parts of kinds that it can consist of.
select 'events' as table_name, e.event_id as row_id, 'part_of' as column_name, e.part_of as value,
    e.kind, w.kind as whole
from events as e
join events as w on w.event_id = e.part_of
left join allowed_pairs as p on p."rule" = 'part_and_whole' and p."value" = w.kind and p.other_value = e.kind
where p."rule" is null and e.kind is not null and w.kind is not null
