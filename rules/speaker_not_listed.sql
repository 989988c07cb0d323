-- severity: warning
-- message: holds no spelling that names.csv lists for {speaker_id} in {source_id}
-- hint: copy the words that name the speaker, or list them in names.csv
-- why: The words that name a speaker are names, and all names are listed; a pronoun passes.
select 'quotes' as table_name, q.quote_id as row_id, 'speaker_as_printed' as column_name,
    q.speaker_as_printed as value, q.speaker_id, q.source_id
from quotes as q
left join names as n on n.source_id = q.source_id and n.actor_id = q.speaker_id
where q.speaker_as_printed is not null and lower(q.speaker_as_printed) not in ('he', 'she', 'they', 'it', 'we', 'i')
group by q.quote_id, q.speaker_as_printed, q.speaker_id, q.source_id
having sum(case when position(n.spelling in q.speaker_as_printed) > 0 then 1 else 0 end) = 0
