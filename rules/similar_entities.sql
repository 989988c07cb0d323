-- severity: warning
-- message: looks like {other}, `{other_name}`, of the same kind and state
-- hint: use one row for both, or waive it where they are two
-- why: An actor or a place that has two rows is counted twice.
with entities as (
    select 'actors' as table_name, actor_id as row_id, name, kind, side, coalesce(state_iso3, kind) as state,
        member_of as parent, cast(null as bigint) as geonames_id
    from actors
    where state_iso3 is not null or kind = 'international_organisation'
    union all
    select 'places', place_id, name, kind, 'none', coalesce(country_iso3, kind), within, geonames_id from places
), keyed as (
    select *, lower(substr(name, 1, 3)) as block from entities
    union
    select *, lower(right(name, 3)) as block from entities
)
select distinct b.table_name, b.row_id, 'name' as column_name, b.name as value, a.row_id as other, a.name as other_name
from keyed as a
join keyed as b on b.table_name = a.table_name and b.kind = a.kind and b.state = a.state and b.block = a.block
    and b.row_id > a.row_id
where coalesce(a.parent, '') <> b.row_id and coalesce(b.parent, '') <> a.row_id
    and (a.geonames_id is null or b.geonames_id is null or a.geonames_id = b.geonames_id)
    and (
        6 * levenshtein(lower(a.name), lower(b.name)) <= least(length(a.name), length(b.name))
        or (a.side = b.side and (position(a.name in b.name) > 0 or position(b.name in a.name) > 0))
    )
