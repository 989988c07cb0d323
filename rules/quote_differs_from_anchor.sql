-- severity: error
-- message: is not what the first anchor holds ({anchored_words})
-- hint: copy the anchored words, or move the anchor
-- why: A direct quotation is its first anchor, character by character.
select 'quotes' as table_name, q.quote_id as row_id, 'text' as column_name, q."text" as value,
    substring(a.words, 1, 40) as anchored_words
from quotes as q
join anchors as a on a.table_name = 'quotes' and a.row_id = q.quote_id and a.n = 1
where q."text" <> a.words
