-- part: of the cube: every critical role; how its cover came about is what they share

with {steps.bench}
select role_id as person, business_unit, location, job_family, job_level, track, criticality, null as yes
from cover
