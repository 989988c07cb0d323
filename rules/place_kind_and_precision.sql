-- severity: warning
-- message: no pair ({kind}, {value}) is allowed, and {place_id} is of kind {kind}
-- hint: mend where_precision or places.kind, or add place_kind_and_precision,{kind},{value} to data/allowed_pairs.csv
-- why: A city locates more exactly than a region, and a region more exactly than a country.
select 'locations' as table_name, l.location_id as row_id, 'where_precision' as column_name,
    l.where_precision as value, s.kind, s.place_id
from locations as l
join places as s on s.place_id = l.place_id
left join allowed_pairs as p
    on p."rule" = 'place_kind_and_precision' and p."value" = s.kind and p.other_value = l.where_precision
where p."rule" is null and s.kind is not null and l.where_precision is not null
