-- question: Who stands behind this role on the as-of day, as the bench metrics count them?
-- grain: One row per live nomination of somebody in service for the role $role_id, the readiest and most willing first.
-- columns:
--   employee_id (id): the person named
--   full_name (text): as the newest roster with them says, as the next two
--   job_title (text): likewise
--   business_unit (text): likewise
--   readiness (name): ready_now, ready_1_2_years or ready_3_5_years
--   own_word (name): the willingness the nomination itself says, yes or no; empty where it says neither
--   willing (name): what the metrics take it for: yes, no or unknown
--   also_ready_for (roles): the other roles this person is ready for now; 0 for whoever is not ready now

with {steps.bench}
select
    b.employee_id, e.full_name, e.job_title, e.business_unit,
    case b.readiness when 1 then 'ready_now' when 2 then 'ready_1_2_years' else 'ready_3_5_years' end as readiness,
    n.own_word, b.willing, case when b.readiness = 1 then b.ready_for - 1 else 0 end as also_ready_for
from bench as b
join nominations as n on n.role_id = b.role_id and n.employee_id = b.employee_id
join in_service as s on s.employee_id = b.employee_id
left join employees as e on e.employee_id = s.employee_id and e.hire_date = s.hire_date
where b.role_id = $role_id
order by b.readiness, b.willing = 'yes' desc, b.willing = 'unknown' desc, b.employee_id
