-- rows: Everybody in service, with track and level, the highest level first.
-- of: people
-- keys: employee_id, hire_date
select {h.by}, h.track, h.job_level
from here as h
order by h.job_level desc nulls last, h.track, h.employee_id
