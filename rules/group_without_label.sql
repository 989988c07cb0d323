-- severity: warning
-- message: blank, though {renderings} rows render it
-- hint: say what all of them share, and no more
-- why: A group is shown by what its renderings share, never by one of them.
select 'statements' as table_name, s.group_id as row_id, 'label' as column_name, s.label as value,
    count(*) as renderings
from statements as s
join group_ids as g on g.group_id = s.group_id
where s.label is null
group by s.group_id, s.label
having count(*) > 1
