-- part: of the cube: everybody employed at any time in the window, with the values they last had in it: there an exit counts

with employed as (
    select
        *, employee_id || ' ' || hire_date as person,
        row_number() over (partition by employee_id, hire_date order by spell_start desc) as newest
    from employment_spells
    where spell_start <= $as_of and (spell_end is null or spell_end > $opened)
)
select person, business_unit, location, job_family, job_level, generation, gender, track, null as yes
from employed
where newest = 1
