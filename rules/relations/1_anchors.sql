-- Every anchor of every `evidence` cell; n counts from 1. What has not the form of an anchor is left to the column's own rule.
-- Of an article at hand the anchor has its words and the characters before and after them, cut out of the text once.
select a.table_name, a.row_id, a.n, a.source_id, a.start_char, a.end_char, a.own_source, a.is_quotation,
    case when a.start_char = 0 then '' else substring(a.around, 1, 1) end as before_char,
    case when a.start_char = 0 then substring(a.around, 1, a.end_char) else substring(a.around, 2, a.end_char - a.start_char)
        end as words,
    case when a.start_char = 0 then substring(a.around, a.end_char + 1, 1)
        else substring(a.around, a.end_char - a.start_char + 2, 1) end as after_char
from (
    select p.table_name, p.row_id, p.n, p.source_id, p.start_char, p.end_char, p.own_source, p.is_quotation,
        case when p.start_char >= p.end_char then null
            when p.start_char = 0 then substring(t."text", 1, p.end_char + 1)
            else substring(t."text", p.start_char, p.end_char - p.start_char + 2) end as around
    from parsed_anchors as p
    left join texts as t on t.source_id = p.source_id
) as a
