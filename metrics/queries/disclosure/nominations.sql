-- part: of the cube: everybody named for a critical role, anew for every role they are named for: each can be another answer

with {steps.bench}
select
    b.employee_id || ' ' || b.role_id as person, b.employee_id as employment,
    r.business_unit, r.location, r.job_family, r.job_level, r.track, r.criticality, null as yes
from bench as b
join cover as r on r.role_id = b.role_id
