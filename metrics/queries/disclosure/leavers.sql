-- part: of the cube: everybody in service at the end of $opened who is gone at the end of $as_of, and why

select
    employee_id || ' ' || hire_date as person, business_unit, location, job_family, job_level, generation, gender, track,
    null as yes, left_as as why
from employment_spells
where spell_start <= $opened and (spell_end is null or spell_end > $opened) and left_on <= $as_of
