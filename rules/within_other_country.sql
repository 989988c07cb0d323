-- severity: error
-- message: is not that of {within}, which holds it ({expected})
-- hint: mend it, or within
-- why: A place lies in the country and the division of the place that holds it.
select 'places' as table_name, p.place_id as row_id, 'country_iso3' as column_name, p.country_iso3 as value,
    p.within, h.country_iso3 as expected
from places as p
join places as h on h.place_id = p.within
where h.country_iso3 is not null and p.country_iso3 is distinct from h.country_iso3
union all
select 'places' as table_name, p.place_id as row_id, 'admin1' as column_name, p.admin1 as value,
    p.within, h.admin1 as expected
from places as p
join places as h on h.place_id = p.within
where h.admin1 is not null and p.admin1 is distinct from h.admin1
