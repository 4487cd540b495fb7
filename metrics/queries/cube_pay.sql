-- part: of the cube: everybody in service at the end of $as_of whose pay and level are known

with here as (
    select *
    from employment_spells
    where spell_start <= $as_of and (spell_end is null or spell_end > $as_of) and track in ('ic', 'manager')
),
{steps.pay}
select
    employee_id || ' ' || hire_date as person, business_unit, location, job_family, job_level, generation, gender, track,
    currency, null as yes
from paid
where job_level is not null and pay is not null
