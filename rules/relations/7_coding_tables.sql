-- The tables whose rows code a segment.
-- for each: coding_table
select '$table' as table_name
