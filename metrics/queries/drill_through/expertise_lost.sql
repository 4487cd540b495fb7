-- rows: Every employment that ended in the window, with its years.
-- of: people
-- keys: employee_id, hire_date
select {g.by}, g.days / 365.25e0 as tenure_years, coalesce(r.performance_rating >= 4, false) as high_performer
from gone as g
left join ratings as r on r.employee_id = g.employee_id and r.hire_date = g.hire_date and r.newest = 1
order by tenure_years desc, g.employee_id
