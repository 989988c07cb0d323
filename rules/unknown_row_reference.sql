-- severity: error
-- message: names no report
-- hint: write table:id of a report, such as event_reports:er-001
-- why: A disagreement compares what two reports say.
select 'disagreements' as table_name, c.row_id, c.column_name, c.value
from (
    select disagreement_id as row_id, 'row_a' as column_name, row_a as value from disagreements
    union all
    select disagreement_id as row_id, 'row_b' as column_name, row_b as value from disagreements
) as c
left join row_sources as d
    on d.table_name = split_part(c.value, ':', 1) and d.row_id = split_part(c.value, ':', 2)
where c.value is not null and d.row_id is null
