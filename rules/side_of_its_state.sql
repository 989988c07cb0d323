-- severity: warning
-- message: {state_iso3} is of the side {state_side}
-- hint: mend side or state_iso3; use none where the article leaves it open
-- why: A body of a state is on the side of that state, or on none; people, groups and forces may differ from it.
with states as (
    select state_iso3, min(side) as state_side, max(side) as other_side
    from actors
    where kind = 'state' and state_iso3 is not null
    group by state_iso3
)
select 'actors' as table_name, a.actor_id as row_id, 'side' as column_name, a.side as value, a.state_iso3, s.state_side
from actors as a
join states as s on s.state_iso3 = a.state_iso3
where a.kind in ('government_body', 'delegation', 'media', 'company', 'political_party', 'civilians')
    and a.side not in (s.state_side, s.other_side, 'none')
