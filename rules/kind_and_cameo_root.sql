-- severity: warning
-- message: no pair ({kind}, {other_value}) is allowed
-- hint: mend kind or cameo_root, or add kind_and_cameo_root,{kind},{other_value} to data/allowed_pairs.csv
-- why: A kind of event goes with some CAMEO roots; a new combination wants a second look.
select 'events' as table_name, e.event_id as row_id, 'cameo_root' as column_name, e.cameo_root as value,
    e.kind, coalesce(e.cameo_root, 'blank') as other_value
from events as e
left join allowed_pairs as p
    on p."rule" = 'kind_and_cameo_root' and p."value" = e.kind and p.other_value = coalesce(e.cameo_root, 'blank')
where p."rule" is null and e.kind is not null
