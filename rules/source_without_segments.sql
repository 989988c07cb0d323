-- severity: error
-- message: has no segments
-- hint: split the article into segments: python build.py split FILE
-- why: Every sentence of an article is accounted for.
select 'sources' as table_name, s.source_id as row_id, 'source_id' as column_name, s.source_id as value
from sources as s
left join segments as g on g.source_id = s.source_id
where g.segment_id is null
