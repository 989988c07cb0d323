-- severity: error
-- message: {fault}
-- hint: rank the codes of {field} from 1, each once, or leave all blank
-- why: An order has a first, a second and so on, without gap or tie.
select 'codes' as table_name, c.field || '.' || c.code as row_id, 'rank' as column_name,
    cast(c."rank" as varchar) as value, c.field,
    case when c."rank" is null then 'is blank, though other codes of the vocabulary have a rank'
        else 'does not count from 1 to ' || cast(f.codes as varchar) || ', each once' end as fault
from codes as c
join (
    select field, count(*) as codes, count("rank") as ranks from codes group by field
) as f on f.field = c.field and f.ranks > 0
left join (
    select field, "rank", count(*) as holders from codes where "rank" is not null group by field, "rank"
) as r on r.field = c.field and r."rank" = c."rank"
where c."rank" is null or r.holders > 1 or c."rank" > f.codes
