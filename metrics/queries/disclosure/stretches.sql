-- part: of the cube: everybody employed at any time in the window, anew for each stretch with the same values: each can end in a move

select
    employee_id || ' ' || hire_date || ' ' || spell_start as person, employee_id || ' ' || hire_date as employment,
    business_unit, location, job_family, job_level, generation, gender, track, null as yes
from employment_spells
where spell_start <= $as_of and (spell_end is null or spell_end > $opened)
