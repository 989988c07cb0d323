-- severity: warning
-- message: of {state_iso3}, and {spelling} lies in {country}
-- hint: name another actor, or use another kind
-- why: A place that stands for a state or a body of it lies in that state.
with named_places as (
    select distinct n.spelling, p.country_iso3
    from names as n
    join places as p on p.place_id = n.place_id
    where p.country_iso3 is not null
)
select 'names' as table_name, n.name_id as row_id, 'actor_id' as column_name, n.actor_id as value,
    a.state_iso3, n.spelling, min(l.country_iso3) as country
from names as n
join actors as a on a.actor_id = n.actor_id
join named_places as l on l.spelling = n.spelling
where n.kind = 'metonym' and a.state_iso3 is not null
group by n.name_id, n.actor_id, a.state_iso3, n.spelling
having sum(case when l.country_iso3 = a.state_iso3 then 1 else 0 end) = 0
