-- question: Which nominations for this role are there to correct?
-- grain: One row per nomination for $role_id, in the order of `named`, then of the day.
-- columns:
--   role_id (id): the role
--   employee_id (id): the person
--   readiness (name): ready_now, ready_1_2_years or ready_3_5_years
--   willing (name): yes or no; empty where the nomination says nothing
--   nominated_on (date): when it was made
--   removed_on (date): when it was taken back; empty where it stands
--   rank (number): the place on the role's list
--   emergency (yes/no): whether it is for an emergency alone
--   named (text): the person's name and number, or twice the number where no roster says the name

select
    n.role_id, n.employee_id, n.readiness, n.willing, n.nominated_on, n.removed_on, n.rank, n.emergency,
    coalesce(e.full_name, n.employee_id) || ' (' || n.employee_id || ')' as named
from successors as n
left join (select employee_id, max(full_name) as full_name from employees group by employee_id) as e
    on e.employee_id = n.employee_id
where n.role_id = $role_id
order by named, n.nominated_on
