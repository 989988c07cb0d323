-- severity: error
-- message: says what {first} says
-- hint: remove one
-- why: A part in an event, a place of an event or a spelling is stated once.
select 'participants' as table_name, max(participant_id) as row_id, 'actor_id' as column_name,
    max(actor_id) as value, min(participant_id) as first
from participants
group by report_id, actor_id, "role"
having min(participant_id) <> max(participant_id)
union all
select 'locations' as table_name, max(location_id) as row_id, 'place_id' as column_name,
    max(place_id) as value, min(location_id) as first
from locations
group by report_id, claim_id, place_id, "role"
having min(location_id) <> max(location_id)
union all
select 'names' as table_name, max(name_id) as row_id, 'spelling' as column_name,
    max(spelling) as value, min(name_id) as first
from names
group by actor_id, place_id, source_id, spelling
having min(name_id) <> max(name_id)
union all
select 'guarantor_countries' as table_name, max(guarantor_id) as row_id, 'country_iso3' as column_name,
    max(country_iso3) as value, min(guarantor_id) as first
from guarantor_countries
group by source_id, proposed_by, country_iso3
having min(guarantor_id) <> max(guarantor_id)
