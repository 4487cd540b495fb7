-- question: How many people are employed at the end of the as-of day?
-- grain: One row for the company.
-- columns:
--   people (people): those with an employment that has begun by $as_of and has not ended by then

select count(distinct employee_id) as people
from employment_spells
where spell_start <= $as_of and (spell_end is null or spell_end > $as_of)
