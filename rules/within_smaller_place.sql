-- severity: error
-- message: is a {larger_kind}, and the place is a {kind}
-- hint: name a larger place that holds it
-- why: The place that holds another is no smaller than it.
select 'places' as table_name, p.place_id as row_id, 'within' as column_name, p.within as value, p.kind,
    h.kind as larger_kind
from places as p
join places as h on h.place_id = p.within
where (p.kind = 'city' and h.kind = 'building')
    or (p.kind = 'region' and h.kind in ('building', 'city'))
    or (p.kind = 'country' and h.kind in ('building', 'city', 'region'))
