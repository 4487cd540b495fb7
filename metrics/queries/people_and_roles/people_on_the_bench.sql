-- question: Who holds a critical role on the as-of day or is named for one, and which answers of theirs could still change?
-- grain: One row per person in service, in the order of their names.
-- columns:
--   employee_id (id): the person
--   full_name (text): empty where no roster says it
--   holds (text): the titles of the critical roles they hold, parted by commas; empty where they hold none
--   named_for (roles): the roles they have a live nomination for
--   could_agree (yes/no): whether they are not known to be willing for one of these
--   could_decline (yes/no): whether they are not known to be unwilling for one of these
--   could_become_ready (yes/no): whether they are named for one they are not ready for now

with {steps.bench},
parts as (
    select employee_id, null as holds, readiness, willing from bench
    union all
    select incumbent_id, title, null, null from roles where incumbent_id is not null
)
select
    p.employee_id, max(e.full_name) as full_name, string_agg(p.holds, ', ' order by p.holds) as holds,
    count(p.readiness) as named_for,
    coalesce(bool_or(p.willing <> 'yes'), false) as could_agree,
    coalesce(bool_or(p.willing <> 'no'), false) as could_decline,
    coalesce(bool_or(p.readiness > 1), false) as could_become_ready
from parts as p
join in_service as s on s.employee_id = p.employee_id
left join employees as e on e.employee_id = s.employee_id and e.hire_date = s.hire_date
group by p.employee_id
order by max(e.full_name) nulls last, p.employee_id
