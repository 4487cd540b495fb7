-- rows: Who was in service when the window opened, what they had been active in, and whether they stayed.
-- of: people
-- keys: employee_id, hire_date
select
    {c.by}, coalesce(c.kinds & 7, 0) > 0 as seed, coalesce(c.kinds & 56, 0) > 0 as root, coalesce(c.kinds & 960, 0) > 0 as grow,
    not c.stayed as has_left
from cohort as c
order by has_left desc, c.employee_id
