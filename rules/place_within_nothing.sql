-- severity: error
-- message: is blank, though {country} holds the place
-- hint: name the next larger place that holds it
-- why: A place whose country is in the table lies within some place of the table.
select 'places' as table_name, p.place_id as row_id, 'within' as column_name, p.within as value,
    min(c.place_id) as country
from places as p
join places as c on c.kind = 'country' and c.country_iso3 = p.country_iso3
where p.kind <> 'country' and p.within is null
group by p.place_id, p.within
