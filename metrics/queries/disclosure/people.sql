-- part: of the cube: everybody in service at the end of $opened, and whether they are gone at the end of $as_of

select
    employee_id || ' ' || hire_date as person, business_unit, location, job_family, job_level, generation, gender, track,
    coalesce(left_on <= $as_of, false) as yes
from employment_spells
where spell_start <= $opened and (spell_end is null or spell_end > $opened)
