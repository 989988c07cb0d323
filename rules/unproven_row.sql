-- severity: error
-- message: changed since it was compared with its article, which is not at hand
-- hint: build with the articles: python build.py --sources DIR
-- why: A row is published only after its cells were compared with its article.
select distinct a.table_name, a.row_id, cast(null as varchar) as column_name, a.row_id as value
from anchors as a
join committed_evidence as e
    on e."table" = a.table_name and e.row_id = a.row_id and e.n = a.n
    and e.source_id = a.source_id and e."start" = a.start_char and e."end" = a.end_char
join row_digests as d on d.table_name = a.table_name and d.row_id = a.row_id
left join texts as t on t.source_id = a.source_id
where t.source_id is null and e.row_sha256 <> d.sha256
