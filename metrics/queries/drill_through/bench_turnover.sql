-- rows: Every filling of a critical role in the window, and whether it went to somebody from its bench.
-- of: people
select c.role_id, c.employee_id, c.filled_on, c.was_named as from_bench
from counted as c
order by c.filled_on, c.role_id
