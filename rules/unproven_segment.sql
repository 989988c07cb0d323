-- severity: error
-- message: is new or moved, and its article is not at hand
-- hint: build with the articles: python build.py --sources DIR
-- why: A segment is published only after it was compared with its article.
select 'segments' as table_name, g.segment_id as row_id, 'segment_id' as column_name, g.segment_id as value
from segments as g
join sources as s on s.source_id = g.source_id
left join texts as t on t.source_id = g.source_id
left join committed_ledger as l
    on l.segment_id = g.segment_id and l.source_id = g.source_id and l."start" = g."start" and l."end" = g."end"
where t.source_id is null and l.segment_id is null
