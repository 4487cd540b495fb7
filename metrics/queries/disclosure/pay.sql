-- part: of the cube: everybody in service at the end of $as_of whose pay and level are known

with {steps.pay}
select
    employee_id || ' ' || hire_date as person, business_unit, location, job_family, job_level, generation, gender, track,
    currency, null as yes
from paid
where job_level is not null and pay is not null
