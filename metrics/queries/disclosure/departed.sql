-- part: of the cube: everybody who left in the window, with the values of their last day; how they were rated is what they share

select
    employee_id || ' ' || hire_date as person, business_unit, location, job_family, job_level, generation, gender, track,
    null as yes
from employment_spells
where spell_end > $opened and spell_end <= $as_of and end_reason like 'exit%'
