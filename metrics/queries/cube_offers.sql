-- part: of the cube: everybody an offer of the window was made to, and whether they said no to one

with {steps.offers}
select
    employee_id as person, business_unit, location, job_family, job_level, generation, gender, track, offered_track,
    bool_or(state = 'declined') as yes
from placed
group by all
