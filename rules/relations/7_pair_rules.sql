-- The rules that read `allowed_pairs`, and the vocabularies that each compares.
select 'cameo_root_and_plover' as rule_name, 'cameo_root' as field, 'plover' as other_field
union all select 'claim_and_event_kind', 'claim_kind', 'event_kind'
union all select 'event_part', 'participant_role', 'event_kind'
union all select 'kind_and_cameo_root', 'event_kind', 'cameo_root'
union all select 'location_role_in_claim', 'claim_kind', 'location_role'
union all select 'location_role_in_event', 'event_kind', 'location_role'
union all select 'neutral_role', 'participant_role', 'side'
union all select 'part_and_whole', 'event_kind', 'event_kind'
union all select 'place_kind_and_precision', 'place_kind', 'where_precision'
union all select 'talks_link_of_part', 'talks_link', 'talks_link'
union all select 'term_kind_and_binds', 'term_kind', 'binds'
union all select 'topic_and_issue', 'topic', 'issue'
