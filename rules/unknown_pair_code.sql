-- severity: error
-- message: is no {expected}
-- hint: mend it, or remove the pair; rules/relations/7_pair_rules.sql lists the rules and their vocabularies
-- why: A pair that no rule can meet allows nothing, and hides a slip.
with compared as (
    select a."rule", a."value", a.other_value, r.field, r.other_field
    from allowed_pairs as a
    left join pair_rules as r on r.rule_name = a."rule"
), cells as (
    select "rule", "value", other_value, 'rule' as column_name, "rule" as cell, 'rule' as field from compared
    where field is null
    union all
    select "rule", "value", other_value, 'value', "value", field from compared where field is not null
    union all
    select "rule", "value", other_value, 'other_value', other_value, other_field from compared where field is not null
)
select 'allowed_pairs' as table_name, cells."rule" || '.' || cells."value" || '.' || cells.other_value as row_id,
    cells.column_name, cells.cell as value,
    case
        when cells.column_name = 'rule' then 'rule that reads pairs'
        else 'code of ' || cells.field || ' in codes.csv'
    end as expected
from cells
left join codes as c on c.field = cells.field and c.code = cells.cell
where c.code is null and (cells.cell <> 'blank' or cells.column_name = 'rule')
