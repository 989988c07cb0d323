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
)
select a.table_name, a.row_id, a.column_name, a.value, a.group_name, min(b.row_id) as other
from worded as a
join worded as b on b.table_name = a.table_name and b.value = a.value and b.scope = a.scope
    and b.group_id <> a.group_id and b.row_id < a.row_id
group by a.table_name, a.row_id, a.column_name, a.value, a.group_name
