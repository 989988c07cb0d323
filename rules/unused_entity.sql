-- severity: warning
-- message: nothing names it
-- hint: remove it, or name it in a report
-- why: An actor, place, event or statement is in the tables because a report or another entity names it.
select e.table_name, e.row_id, e.column_name, e.row_id as value
from entity_ids as e
left join links as n on n.target_table = e.table_name and n.target_id = e.row_id
where n.target_id is null
