-- severity: error
-- message: is of {speaker_id}, who is not of {country_iso3}
-- hint: name a quotation of their own
-- why: The own response of a country is in words of its own people.
select 'guarantor_countries' as table_name, g.country_iso3 as row_id, 'own_response_quote_id' as column_name,
    g.own_response_quote_id as value, q.speaker_id, g.country_iso3
from guarantor_countries as g
join quotes as q on q.quote_id = g.own_response_quote_id
join actors as a on a.actor_id = q.speaker_id
where a.state_iso3 is distinct from g.country_iso3
