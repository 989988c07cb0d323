-- severity: warning
-- message: no pair ({value}, {issue}) is allowed, and no stance of {speaker_id} in the sentence fits
-- hint: mend topic or the issue of {position_id}, or add topic_and_issue,{value},{issue} to data/allowed_pairs.csv
-- why: What somebody says in a sentence and the stance taken there are about the same.
with compared as (
    select q.quote_id, q.topic, q.speaker_id, s.position_id, s.issue, p."rule" as allowed
    from quotes as q
    join row_segments as qs on qs.table_name = 'quotes' and qs.row_id = q.quote_id and qs.first_anchor
    join row_segments as ps on ps.table_name = 'positions' and ps.segment_id = qs.segment_id and ps.first_anchor
    join positions as s on s.position_id = ps.row_id and s.claimant_id = q.speaker_id
    left join allowed_pairs as p
        on p."rule" = 'topic_and_issue' and p."value" = q.topic and p.other_value = s.issue
    where q.topic is not null and s.issue is not null
)
select 'quotes' as table_name, quote_id as row_id, 'topic' as column_name, topic as value, speaker_id,
    min(position_id) as position_id, min(issue) as issue
from compared
group by quote_id, topic, speaker_id
having count(allowed) = 0
