-- part: of vacancy_stress: everybody in service who holds a critical role or is named for one, with what their rate goes by

with {steps.bench},
present as (select * from bench_spells),
{steps.standing}
select t.employee_id, t.track, t.tenure, t.age
from in_service as i
join standing as t on t.employee_id = i.employee_id and t.hire_date = i.hire_date
order by t.employee_id
