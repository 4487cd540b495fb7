-- rows: Everybody in service with a growth activity of any stage in the window.
-- of: people
-- keys: employee_id, hire_date
select {h.by}, h.kinds & 7 > 0 as seed, h.kinds & 56 > 0 as root, h.kinds & 960 > 0 as grow
from here as h
where h.kinds > 0
order by h.employee_id
