-- rows: Everybody in service, with the preference they gave.
-- of: people
-- keys: employee_id, hire_date
select {s.by}, s.preference
from said as s
order by s.preference = 'unknown', s.preference, s.employee_id
