-- severity: warning
-- message: no pair ({root}, {other_value}) is allowed
-- hint: mend cameo_root or plover, or add cameo_root_and_plover,{root},{other_value} to data/allowed_pairs.csv
-- why: PLOVER's types are made from CAMEO's roots, so that few combinations of the two make sense.
select 'events' as table_name, e.event_id as row_id, 'plover' as column_name, e.plover as value,
    coalesce(e.cameo_root, 'blank') as root, coalesce(e.plover, 'blank') as other_value
from events as e
left join allowed_pairs as p
    on p."rule" = 'cameo_root_and_plover' and p."value" = coalesce(e.cameo_root, 'blank')
    and p.other_value = coalesce(e.plover, 'blank')
where p."rule" is null and e.status <> 'hypothetical'
