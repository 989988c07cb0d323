-- severity: warning
-- message: a name of {speaker_id}, not an office
-- hint: exchange it with speaker_as_printed, or leave it blank
-- why: An office is not spelt as the name of its holder.
select distinct 'quotes' as table_name, q.quote_id as row_id, 'role_as_printed' as column_name,
    q.role_as_printed as value, q.speaker_id
from quotes as q
join names as n on n.source_id = q.source_id and n.actor_id = q.speaker_id and n.spelling = q.role_as_printed
where n.kind in ('name', 'variant')
