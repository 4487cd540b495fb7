-- rows: The successors, with their own groups.
-- of: people
-- keys: employee_id, hire_date
select {h.by}
from here as h
where h.is_named
order by h.employee_id
