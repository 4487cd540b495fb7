-- rows: Who was in service on each day set back, with what their rate goes by, and who of them had left a year later.
-- of: people
-- keys: employee_id, hire_date
-- steps: stress_backtest_people
-- back: 12, 24
select {t.by}, t.tenure as tenure_band, t.age as age_band, l.employee_id is not null as has_left
from standing as t
left join leavers as l on l.employee_id = t.employee_id and l.hire_date = t.hire_date
where true{t.where}
order by has_left desc, t.employee_id
