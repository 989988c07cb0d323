-- severity: error
-- message: is the vocabulary of no column
-- hint: mend the field, or declare a column with it
-- why: A vocabulary that no column uses is misspelt, or was left behind.
select 'codes' as table_name, c.field || '.' || c.code as row_id, 'field' as column_name, c.field as value
from codes as c
left join vocabularies as v on v.field = c.field
where v.field is null
