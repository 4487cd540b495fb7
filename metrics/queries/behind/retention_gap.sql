-- rows: Who was in service on either track when the window opened, and whether they stayed. The log-rank test starts from all stretches of retention_curve.
-- of: people
-- keys: employee_id, hire_date
select {c.by}, c.side as track, e.employee_id is not null as has_left
from cohort as c
left join exits as e on e.employee_id = c.employee_id and e.hire_date = c.hire_date
where c.side in ('ic', 'manager')
order by has_left desc, c.employee_id
