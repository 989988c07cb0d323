-- severity: warning
-- message: does not fit the dates from {first_day} to {last_day}, for the round was on 2022-03-29
-- hint: mend talks_link, date_start or date_end
-- why: The round of Istanbul was on 29 March 2022; what is only planned or possible is left out.
select 'events' as table_name, event_id as row_id, 'talks_link' as column_name, talks_link as value,
    coalesce(cast(date_start as varchar), 'a day not reported') as first_day,
    coalesce(cast(date_end as varchar), 'a day not reported') as last_day
from events
where status not in ('planned', 'hypothetical') and case talks_link
    when 'background' then date_start > date '2022-03-29'
    when 'before' then date_start >= date '2022-03-29'
    when 'during' then date_start > date '2022-03-29' or date_end < date '2022-03-29'
    when 'after' then date_end <= date '2022-03-29'
end
