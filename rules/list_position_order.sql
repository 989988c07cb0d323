-- severity: warning
-- message: after {before} in the file, whose position is {before_position}
-- hint: mend list_position, or anchor the name in the list first
-- why: Positions in a list rise in the order in which the file prints the names.
with listed as (
    select g.guarantor_id, g.source_id, g.list_position, g.proposed_by,
        lag(g.country_iso3) over (partition by a.source_id, g.proposed_by order by a.start_char) as before,
        lag(g.list_position) over (partition by a.source_id, g.proposed_by order by a.start_char) as before_position
    from guarantor_countries as g
    join anchors as a on a.table_name = 'guarantor_countries' and a.row_id = g.guarantor_id and a.n = 1
)
select 'guarantor_countries' as table_name, guarantor_id as row_id, 'list_position' as column_name,
    cast(list_position as varchar) as value, before, before_position
from listed
where list_position < before_position
