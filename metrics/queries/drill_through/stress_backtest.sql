-- rows: Who was in service on each day set back, with what their rate goes by, and who of them had left a year later.
-- of: people
-- keys: employee_id, hire_date
-- steps: stress_backtest_people
-- back: 12, 24
select {t.by}, t.tenure as tenure_band, t.age as age_band, coalesce(t.left_on <= $watched_to, false) as has_left
from standing as t
where true{t.where}
order by has_left desc, t.employee_id
