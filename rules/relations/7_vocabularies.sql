-- The vocabularies that a column of some table uses.
-- for each: vocabulary
select '$field' as field
