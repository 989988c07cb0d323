-- severity: warning
-- message: no words of {speaker} in the same sentence have this {column_name}; {quote_id} has {quoted}
-- hint: mend the cell here or there
-- why: One sentence may quote two media or two days, but each row from it has those of some quotation.
with said as (
    select 'positions' as table_name, position_id as row_id, claimant_id as speaker, 'relayed_by' as column_name,
        relayed_by as value
    from positions
    union all
    select 'positions', position_id, claimant_id, 'said_on', cast(said_on as varchar) from positions
    union all
    select 'military_claims', claim_id, claimant_id, 'relayed_by', relayed_by from military_claims
    union all
    select 'guarantee_terms', guarantee_term_id, claimant_id, 'relayed_by', relayed_by from guarantee_terms
), quoted_cells as (
    select quote_id, speaker_id, 'relayed_by' as column_name, relayed_by as value from quotes
    union all
    select quote_id, speaker_id, 'said_on', cast(said_on as varchar) from quotes
)
select s.table_name, s.row_id, s.column_name, s.value, s.speaker, min(q.quote_id) as quote_id,
    min(coalesce(q.value, 'blank')) as quoted
from said as s
join row_segments as r on r.table_name = s.table_name and r.row_id = s.row_id and r.first_anchor
join row_segments as qs on qs.table_name = 'quotes' and qs.segment_id = r.segment_id and qs.first_anchor
join quoted_cells as q on q.quote_id = qs.row_id and q.speaker_id = s.speaker and q.column_name = s.column_name
group by s.table_name, s.row_id, s.column_name, s.value, s.speaker
having sum(case when s.value is not distinct from q.value then 1 else 0 end) = 0
