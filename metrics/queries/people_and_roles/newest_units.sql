-- question: In which unit is, or was last, everybody who was ever employed?
-- grain: One row per person.
-- columns:
--   employee_id (id): the person
--   unit (text): the business unit of their newest stretch of employment that has one; empty where none has

select employee_id, arg_max(business_unit, spell_start) as unit
from employment_spells
group by employee_id
