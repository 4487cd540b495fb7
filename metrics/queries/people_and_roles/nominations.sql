-- question: Which critical roles is, or was, this person named for?
-- grain: One row per nomination of $employee_id, those that stand before those that were taken back.
-- columns:
--   role_id (id): the role
--   title (text): its title; empty where the role is not loaded
--   readiness (name): as the nomination says
--   willing (name): as the nomination says; empty where it says nothing
--   nominated_on (date): when it was made
--   removed_on (date): when it was taken back; empty where it stands

select n.role_id, r.title, n.readiness, n.willing, n.nominated_on, n.removed_on
from successors as n
left join critical_roles as r on r.role_id = n.role_id
where n.employee_id = $employee_id
order by n.removed_on is not null, n.role_id
