-- question: Which nominations of this person are there to correct?
-- grain: One row per nomination of $employee_id, in the order of `named`, then of the day.
-- columns:
--   role_id (id): the role
--   employee_id (id): the person
--   readiness (name): ready_now, ready_1_2_years or ready_3_5_years
--   willing (name): yes or no; empty where the nomination says nothing
--   nominated_on (date): when it was made
--   removed_on (date): when it was taken back; empty where it stands
--   rank (number): the place on the role's list
--   emergency (yes/no): whether it is for an emergency alone
--   named (text): the role's title and number, or twice the number where the role is not loaded

select
    n.role_id, n.employee_id, n.readiness, n.willing, n.nominated_on, n.removed_on, n.rank, n.emergency,
    coalesce(r.title, n.role_id) || ' (' || n.role_id || ')' as named
from successors as n
left join critical_roles as r on r.role_id = n.role_id
where n.employee_id = $employee_id
order by named, n.nominated_on
