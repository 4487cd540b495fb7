-- rows: Everybody who may leave in the futures drawn, because they hold a critical role or are named for one, with what their rate goes by.
-- of: people
-- steps: vacancy_stress_people
select t.employee_id, t.hire_date, t.track, t.tenure as tenure_band, t.age as age_band, t.business_unit, t.job_level
from in_service as i
join standing as t on t.employee_id = i.employee_id and t.hire_date = i.hire_date
order by t.employee_id
