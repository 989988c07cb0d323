-- severity: error
-- message: is no report of {answering_table} in which somebody speaks
-- hint: name a row of quotes, positions, military_claims, guarantee_terms, guarantor_countries or event_reports
-- why: A question is answered by what an article says, or by somebody in it.
select 'questions' as table_name, q.question || '.' || q."table" || '.' || q.row_id as row_id, 'row_id' as column_name,
    q.row_id as value, q."table" as answering_table
from questions as q
left join speakers as s on s.table_name = q."table" and s.row_id = q.row_id
where s.row_id is null
