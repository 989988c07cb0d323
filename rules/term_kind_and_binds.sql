-- severity: warning
-- message: no pair ({kind}, {value}) is allowed
-- hint: mend kind or binds, or add term_kind_and_binds,{kind},{value} to data/allowed_pairs.csv
-- why: A duty binds whoever it names, and so does its deadline; a trigger or an exclusion belongs to the agreement or its guarantors.
select 'guarantee_terms' as table_name, t.guarantee_term_id as row_id, 'binds' as column_name, t.binds as value, t.kind
from guarantee_terms as t
left join allowed_pairs as p on p."rule" = 'term_kind_and_binds' and p."value" = t.kind and p.other_value = t.binds
where p."rule" is null and t.kind is not null and t.binds is not null
