-- severity: warning
-- message: {value} stands in no sentence that the evidence anchors
-- hint: anchor its words too, or name the other row
-- why: A disagreement shows the words of both of its rows.
with sides as (
    select disagreement_id, 'row_a' as column_name, row_a as value from disagreements
    union all
    select disagreement_id, 'row_b', row_b from disagreements
)
select 'disagreements' as table_name, d.disagreement_id as row_id, d.column_name, d.value
from sides as d
join row_segments as r
    on r.table_name = split_part(d.value, ':', 1) and r.row_id = split_part(d.value, ':', 2)
left join row_segments as e
    on e.table_name = 'disagreements' and e.row_id = d.disagreement_id and e.segment_id = r.segment_id
group by d.disagreement_id, d.column_name, d.value
having count(e.segment_id) = 0
