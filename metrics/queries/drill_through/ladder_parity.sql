-- rows: Everybody whose pay is compared: with a level and a salary, where both tracks have people. What they earn is not listed.
-- of: people
-- keys: employee_id, hire_date
-- within: job_level, currency
select {c.by}, c.job_level, c.currency, c.track
from compared as c
where c.job_level is not null and c.pay is not null
order by c.job_level, c.currency, c.track, c.employee_id
