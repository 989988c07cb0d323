-- severity: warning
-- message: has no code before it, and codes that are numbers usually count up
-- hint: add the missing code, or mend this one
-- why: Numbered codes are taken over from a published codebook, as a rule without a gap.
with numbered as (
    select c.field, c.code, try_cast(regexp_extract(c.code, '([0-9]+)$', 1) as bigint) as number
    from codes as c
)
select 'codes' as table_name, c.field || '.' || c.code as row_id, 'code' as column_name, c.code as value
from numbered as c
left join numbered as b
    on b.field = c.field and b.number = c.number - 1
where c.number > 1 and b.code is null
