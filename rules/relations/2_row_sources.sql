-- Every report with its source; participants and locations have that of the row whose anchors support them.
select table_name, row_id, source_id from own_sources
union all
select 'participants', p.participant_id, r.source_id from participants as p
join event_reports as r on r.report_id = p.report_id
union all
select 'locations', l.location_id, coalesce(r.source_id, c.source_id) from locations as l
left join event_reports as r on r.report_id = l.report_id
left join military_claims as c on c.claim_id = l.claim_id
