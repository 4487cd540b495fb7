-- rows: Everybody with somebody reporting to them, the widest span first.
-- of: people
-- keys: employee_id, hire_date
select {l.by}, l.reports
from leaders as l
where l.reports is not null
order by l.reports desc, l.employee_id
