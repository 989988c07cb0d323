-- severity: error
-- message: is no other source
-- hint: name the source that supplies the day, or write printed
-- why: A frame date that the file does not print is supplied by another file.
select 'sources' as table_name, s.source_id as row_id, 'frame_basis' as column_name, s.frame_basis as value
from sources as s
left join sources as o on o.source_id = s.frame_basis and o.source_id <> s.source_id
where s.frame_basis <> 'printed' and o.source_id is null
