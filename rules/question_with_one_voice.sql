-- severity: error
-- message: has no two rows that differ in speaker or article
-- hint: add a row of another speaker or article, or remove the rows of the question
-- why: A question sets voices side by side; one voice cannot differ from itself.
select 'questions' as table_name, min(q.question || '.' || q."table" || '.' || q.row_id) as row_id,
    'question' as column_name, q.question as value
from questions as q
left join speakers as s on s.table_name = q."table" and s.row_id = q.row_id
group by q.question
having count(distinct s.source_id || '.' || coalesce(s.speaker_id, '')) < 2
