-- severity: error
-- message: is not what the first anchor holds ({anchored_words})
-- hint: copy the anchored words, or move the anchor
-- why: A direct quotation is its first anchor, character by character.
select 'quotes' as table_name, q.quote_id as row_id, 'text' as column_name, q."text" as value,
    substring(t."text", a.start_char + 1, least(a.end_char - a.start_char, 40)) as anchored_words
from quotes as q
join anchors as a on a.table_name = 'quotes' and a.row_id = q.quote_id and a.n = 1
join texts as t on t.source_id = a.source_id
where q."text" <> substring(t."text", a.start_char + 1, a.end_char - a.start_char)
