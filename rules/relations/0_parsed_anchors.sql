-- Every anchor of every `evidence` cell as numbers; n counts from 1. What has not the form of an anchor is left to the column's own rule.
-- for each: evidence_table
select '$table' as table_name, row_id, n, split_part(anchor, ':', 1) as source_id,
    try_cast(split_part(split_part(anchor, ':', 2), '-', 1) as bigint) as start_char,
    try_cast(split_part(split_part(anchor, ':', 2), '-', 2) as bigint) as end_char,
    own_source, is_quotation and n = 1 as is_quotation
from (
    select row_id, n, split_part(evidence, ';', cast(n as integer)) as anchor, own_source, is_quotation
    from (
        select $key as row_id, evidence, source_id as own_source, $is_quotation as is_quotation,
            unnest(range(1, length(evidence) - length(replace(evidence, ';', '')) + 2)) as n
        from $table
        where evidence is not null
    ) as counted
) as split_cells
where regexp_matches(anchor, '\As[0-9]{3,}:[0-9]{1,12}-[0-9]{1,12}\z')
