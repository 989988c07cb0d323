-- severity: warning
-- message: of the side {side}, and nobody of that side has such a part in {event_id}
-- hint: mend the cell, event_id or the participants of the event
-- why: Whoever acts in a claim acts in its event, or somebody of the same side does; actors of no side may be anybody.
with parties as (
    select c.claim_id, 'subject_id' as column_name, c.subject_id as actor_id, c.event_id, c.source_id, a.side
    from military_claims as c join actors as a on a.actor_id = c.subject_id
    where a.side in ('russia', 'ukraine')
    union all
    select c.claim_id, 'target_id', c.target_id, c.event_id, c.source_id, a.side
    from military_claims as c join actors as a on a.actor_id = c.target_id
    where a.side in ('russia', 'ukraine')
)
select 'military_claims' as table_name, c.claim_id as row_id, c.column_name, c.actor_id as value, c.side, c.event_id
from parties as c
join event_reports as r on r.event_id = c.event_id and r.source_id = c.source_id
join participants as p on p.report_id = r.report_id
    and (p."role" in ('agent', 'affected') or (p."role" = 'target' and c.column_name = 'target_id'))
join actors as a on a.actor_id = p.actor_id
group by c.claim_id, c.column_name, c.actor_id, c.side, c.event_id
having sum(case
    when a.side = c.side then 1
    when a.side not in ('russia', 'ukraine') and (p."role" = 'agent' or c.column_name = 'target_id') then 1
    else 0
end) = 0
