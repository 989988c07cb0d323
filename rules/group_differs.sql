-- severity: error
-- message: differs from the first rendering of {group_id} ({first})
-- hint: mend it, or give the row a {group_name} of its own
-- why: Renderings of one thing agree in what makes it the same thing.
-- for each: shared_column
select '$table' as table_name, r.row_id, '$name' as column_name, r.value, r.group_id, '$group' as group_name, r.first
from (
    select row_id, value, group_id, first_value(value) over (
        partition by group_id order by case when value is null then 1 else 0 end, row_id
    ) as first
    from (
        select $key as row_id, cast($column as varchar) as value, $group as group_id from $table
        where $group in (select $group from $table group by $group having min($column) <> max($column))
    ) as renderings
) as r
where r.value <> r.first
