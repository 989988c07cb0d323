-- The tables whose rows are reviewed by a blind second coding.
-- for each: content_table
select '$table' as table_name
