-- severity: warning
-- message: a word mixes Latin letters with Cyrillic or Greek ones
-- hint: write the word in one alphabet, or put it in quotation marks if it is so printed
-- why: Letters that look alike hide a word from every search.
-- for each: own_words_column
select '$table' as table_name, $key as row_id, '$name' as column_name, $column as value
from $table
where regexp_matches($column, '[Ѐ-ӿͰ-Ͽ]')
    and regexp_matches(
        regexp_replace($column, '"[^"]*"|“[^”]*”|«[^»]*»|„[^“”]*[“”]|‘[^’]*’', ' ', 'g'),
        '[A-Za-zÀ-ÖØ-öø-ɏ][Ѐ-ӿͰ-Ͽ]|[Ѐ-ӿͰ-Ͽ][A-Za-zÀ-ÖØ-öø-ɏ]'
    )
