-- part: of the cube: everybody named for a critical role, once for every kind of role they are named for

with {steps.bench}
select distinct
    b.employee_id as person, r.business_unit, r.location, r.job_family, r.job_level, r.track, r.criticality, null as yes
from bench as b
join cover as r on r.role_id = b.role_id
