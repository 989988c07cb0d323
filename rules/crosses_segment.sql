-- severity: error
-- message: crosses the end of a segment
-- hint: anchor each segment by itself; only quotations may cross
-- why: Words of two sentences are two anchors; a quotation stays whole, for its text is its first anchor.
select a.table_name, a.row_id, 'evidence' as column_name,
    a.source_id || ':' || cast(a.start_char as varchar) || '-' || cast(a.end_char as varchar) as value
from anchors as a
join sources as s on s.source_id = a.source_id and a.start_char < a.end_char and a.end_char <= s.n_chars
left join segments as g
    on g.source_id = a.source_id and g."start" <= a.start_char and a.end_char <= g."end"
where not a.is_quotation and g.segment_id is null
