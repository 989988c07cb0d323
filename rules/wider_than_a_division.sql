-- severity: warning
-- message: too exact for {place_id}, which holds {part}, a division of its own
-- hint: use 5, or mend places.within or places.admin1 of {part}
-- why: A region that holds first-order divisions is larger than one.
select 'locations' as table_name, l.location_id as row_id, 'where_precision' as column_name,
    l.where_precision as value, s.place_id, min(inner_place.place_id) as part
from locations as l
join places as s on s.place_id = l.place_id
join places as inner_place on inner_place.within = s.place_id
where s.kind = 'region' and inner_place.kind = 'region' and inner_place.admin1 is null
    and l.where_precision in ('3', '4')
group by l.location_id, l.where_precision, s.place_id
