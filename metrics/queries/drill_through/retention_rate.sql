-- rows: Who was in service when the window opened, and who of them has left since.
-- of: people
-- keys: employee_id, hire_date
select
    {c.by}, coalesce(c.has_left, false) as has_left, case when c.has_left then c.left_on end as left_on,
    case when c.has_left then c.left_as end as exit_kind
from cohort as c
order by left_on nulls last, c.employee_id
