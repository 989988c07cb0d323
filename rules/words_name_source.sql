-- severity: warning
-- message: names {id}
-- hint: say what is true of this row alone; tables say which article has it
-- why: Own words that name or count articles go stale with the next article; sources of a speaker and articles of a treaty are other things.
with counted as (
    select table_name, row_id, column_name, value, regexp_extract(
        regexp_replace(value, '\b(?:files?|articles?) of\b', 'of', 'g'),
        '(?i)\b(?:the )?(?:one|two|both|three|four|five|other|all|all other|only) (?:files?|articles?)\b', 0
    ) as id
    from own_words
    where table_name <> 'codes'
)
select c.table_name, c.row_id, c.column_name, c.value, c.id
from cited_ids as c
where regexp_matches(c.id, '\As[0-9]{3,}\z')
union all
select table_name, row_id, column_name, value, id
from counted
where id <> '' and table_name <> 'disagreements'
