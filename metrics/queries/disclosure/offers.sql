-- part: of the cube: everybody an offer of the window was made to, whether they said no to one, and whether to all they answered

with {steps.offers}
select
    employee_id as person, business_unit, location, job_family, job_level, generation, gender, track, offered_track,
    bool_or(state = 'declined') as yes,
    case when bool_or(state = 'accepted') then 'accepted' when bool_or(state = 'declined') then 'declined' end as why
from placed
group by all
