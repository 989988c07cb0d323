-- severity: warning
-- message: has no code before it, and codes that are numbers usually count up
-- hint: add the missing code, or mend this one
-- why: Numbered codes are taken over from a published codebook, as a rule without a gap.
select 'codes' as table_name, c.field || '.' || c.code as row_id, 'code' as column_name, c.code as value
from codes as c
left join codes as b
    on b.field = c.field and try_cast(b.code as bigint) = try_cast(c.code as bigint) - 1
where try_cast(c.code as bigint) > 1 and b.code is null
