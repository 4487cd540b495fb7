-- rows: Everybody ready now for a role that rests on a no or on silence, and what spoke for them.
-- of: people
select d.role_id, d.employee_id, d.willing, case when d.willing = 'no' then d.told_by end as told_by
from ready as d
join resting as w on w.role_id = d.role_id
join cover as r on r.role_id = d.role_id
where true{r.where}
order by r.criticality nulls last, r.role_id, d.employee_id
