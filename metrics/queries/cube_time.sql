-- part: of the cube: everybody employed at any time in the window, once for every set of values they had in it

select distinct
    employee_id || ' ' || hire_date as person, business_unit, location, job_family, job_level, generation, gender, track,
    null as yes
from employment_spells
where spell_start <= $as_of and (spell_end is null or spell_end > $opened)
