-- severity: warning
-- message: ends like a sentence
-- hint: leave the full stop out
-- why: A title or label stands without a full stop; a short last word such as U.S. or Inc. may be an abbreviation.
select table_name, row_id, column_name, value
from own_words
where wording = 'phrase' and regexp_matches(value, '[a-z]{4,}\.\z') and not regexp_matches(value, 'approx\.\z')
