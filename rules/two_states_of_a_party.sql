-- severity: warning
-- message: {other} is a state of this side, too
-- hint: use third_party or host for one of the two
-- why: Each party to the talks is one state; its allies are third parties.
select 'actors' as table_name, a.actor_id as row_id, 'side' as column_name, a.side as value, min(o.actor_id) as other
from actors as a
join actors as o on o.side = a.side and o.kind = 'state' and o.actor_id <> a.actor_id
where a.kind = 'state' and a.side in ('russia', 'ukraine')
group by a.actor_id, a.side
