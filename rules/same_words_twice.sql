-- severity: warning
-- message: word for word that of {other}, and the two share no {group_name}
-- hint: say what this row says, or give both one {group_name}
-- why: Rows of one speaker, party or day that say the same are renderings of one thing.
with worded as (
    select 'quotes' as table_name, quote_id as row_id, 'gloss' as column_name, gloss as value, speaker_id as scope,
        'statement_id' as group_name, statement_id as group_id
    from quotes
    union all
    select 'positions', position_id, 'statement', statement, party_id || ' ' || issue || ' ' || stance, 'stance_id',
        stance_id
    from positions
    union all
    select 'military_claims', claim_id, 'statement', statement,
        coalesce(event_id, '') || ' ' || coalesce(cast(date_start as varchar), ''), 'assertion_id', assertion_id
    from military_claims
    union all
    select 'guarantee_terms', guarantee_term_id, 'description', description, kind || ' ' || binds, 'term_id', term_id
    from guarantee_terms
), first_rows as (
    select table_name, value, scope, min(row_id) as row_id, min_by(group_id, row_id) as group_id
    from worded
    group by table_name, value, scope
    having min(group_id) <> max(group_id)
)
select w.table_name, w.row_id, w.column_name, w.value, w.group_name, f.row_id as other
from worded as w
join first_rows as f on f.table_name = w.table_name and f.value = w.value and f.scope = w.scope
    and f.group_id <> w.group_id
