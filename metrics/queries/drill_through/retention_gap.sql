-- rows: Who was in service on either track when the window opened, and whether they stayed. The log-rank test starts from all stretches of retention_curve.
-- of: people
-- keys: employee_id, hire_date
select {c.by}, c.side as track, not c.stayed as has_left
from cohort as c
where c.side in ('ic', 'manager')
order by has_left desc, c.employee_id
