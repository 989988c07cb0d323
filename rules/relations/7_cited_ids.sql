-- Every id that our own words cite.
select table_name, row_id, column_name, value,
    unnest(regexp_extract_all(value, '\b(?:s[0-9]{3,}(?:-[0-9]{3,})?|[a-z]{2}-[0-9]{2,})\b', 0)) as id
from own_words
where regexp_matches(value, '[a-z]-?[0-9][0-9]')
