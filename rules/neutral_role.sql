-- severity: warning
-- message: no pair ({value}, {side}) is allowed, and {actor_id} is of the side {side}, whose state attends
-- hint: mend role, actor_id or actors.side, or add neutral_role,{value},{side} to data/allowed_pairs.csv
-- why: Where both parties meet, neither hosts or mediates.
with parties as (
    select distinct p.report_id, a.side, a.state_iso3
    from participants as p
    join actors as a on a.actor_id = p.actor_id
    where p."role" = 'attendee' and a.side in ('russia', 'ukraine') and a.state_iso3 is not null
)
select distinct 'participants' as table_name, n.participant_id as row_id, 'role' as column_name, n."role" as value,
    a.side, a.actor_id
from participants as n
join actors as a on a.actor_id = n.actor_id
join parties as own on own.report_id = n.report_id and own.state_iso3 = a.state_iso3
join parties as other on other.report_id = n.report_id and other.side <> own.side
left join allowed_pairs as p on p."rule" = 'neutral_role' and p."value" = n."role" and p.other_value = a.side
where n."role" in ('host', 'mediator') and p."rule" is null
