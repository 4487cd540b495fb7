-- rows: Everybody whose pay is compared: with a level and a salary, where both tracks have people. What they earn is not listed.
-- of: people
-- keys: employee_id, hire_date
-- within: job_level, currency
select {p.by}, p.job_level, p.currency, p.track
from paid as p
where p.job_level is not null and p.pay is not null
order by p.job_level, p.currency, p.track, p.employee_id
