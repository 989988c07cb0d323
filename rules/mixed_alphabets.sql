-- severity: warning
-- message: a word mixes Latin letters with Cyrillic or Greek ones
-- hint: write the word in one alphabet, or put it in quotation marks if it is so printed
-- why: Letters that look alike hide a word from every search.
select table_name, row_id, column_name, value
from own_words
where regexp_matches(value, '[Ѐ-ӿͰ-Ͽ]')
    and regexp_matches(
        regexp_replace(value, '"[^"]*"|“[^”]*”|«[^»]*»|„[^“”]*[“”]|‘[^’]*’', ' ', 'g'),
        '[A-Za-zÀ-ÖØ-öø-ɏ][Ѐ-ӿͰ-Ͽ]|[Ѐ-ӿͰ-Ͽ][A-Za-zÀ-ÖØ-öø-ɏ]'
    )
