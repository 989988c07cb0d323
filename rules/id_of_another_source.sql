-- severity: error
-- message: is numbered within {named_source}, and its source is {source_id}
-- hint: give it an id of its own source
-- why: Ids of new articles are numbered within their source, so that two contributors never give the same.
select r.table_name, r.row_id, cast(null as varchar) as column_name, r.row_id as value,
    split_part(r.row_id, '-', 1) as named_source, r.source_id
from row_sources as r
where regexp_matches(r.row_id, '\As[0-9]+-[a-z]') and split_part(r.row_id, '-', 1) <> r.source_id
