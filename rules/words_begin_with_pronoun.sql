-- severity: warning
-- message: begins with a pronoun
-- hint: name who or what is meant, for the cell is read alone
-- why: Own words are quoted, searched and shown without the sentence before them.
select table_name, row_id, column_name, value
from own_words
where wording = 'sentences' and table_name <> 'codes' and column_name not in ('notes', 'reason', 'how_coded')
    and regexp_matches(
        value, '\A(?:He|She|It|They|We|I|You|His|Her|Its|Their|Our|(?:This|That|These|Those) (?:is|are|was|were|has|have|will|would))\b'
    )
    -- "It is possible that"
    and not regexp_matches(value, '\AIt (?:is|was|would|will|should|must|can|could|may|might|takes?|seems?|appears?|remains?)\b')
