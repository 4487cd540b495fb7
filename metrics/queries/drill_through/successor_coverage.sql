-- rows: Every live nomination for these roles, as counted.
-- of: people
select
    c.role_id, b.employee_id, case b.readiness when 1 then 'ready_now' when 2 then 'ready_1_2_years' else 'ready_3_5_years' end as readiness,
    b.willing, b.ready_for, c.business_unit, c.criticality
from bench as b
join cover as c on c.role_id = b.role_id
where true{c.where}
order by c.criticality nulls last, c.role_id, b.readiness, b.employee_id
