-- severity: error
-- message: is new, and its article is not at hand
-- hint: build with the articles: python build.py --sources DIR
-- why: An anchor is published only after it was compared with its article.
select a.table_name, a.row_id, 'evidence' as column_name,
    a.source_id || ':' || cast(a.start_char as varchar) || '-' || cast(a.end_char as varchar) as value
from anchors as a
join sources as s on s.source_id = a.source_id and a.start_char < a.end_char and a.end_char <= s.n_chars
left join texts as t on t.source_id = a.source_id
left join committed_evidence as e
    on e."table" = a.table_name and e.row_id = a.row_id and e.n = a.n
    and e.source_id = a.source_id and e."start" = a.start_char and e."end" = a.end_char
where t.source_id is null and e.row_id is null
