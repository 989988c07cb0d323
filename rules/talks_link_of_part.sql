-- severity: warning
-- message: no pair ({whole}, {value}) is allowed, and {part_of} is {whole}
-- hint: mend talks_link or part_of, or add talks_link_of_part,{whole},{value} to data/allowed_pairs.csv
-- why: What was before, during or after the round has its parts there, too, unless it has no end yet.
select 'events' as table_name, e.event_id as row_id, 'talks_link' as column_name, e.talks_link as value,
    w.talks_link as whole, e.part_of
from events as e
join events as w on w.event_id = e.part_of
left join allowed_pairs as p
    on p."rule" = 'talks_link_of_part' and p."value" = w.talks_link and p.other_value = e.talks_link
where p."rule" is null and e.talks_link is not null and w.talks_link is not null and w.date_end is not null
