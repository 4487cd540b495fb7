-- rows: Everybody who became a manager for the first time, with the days after it from which and until which they are watched.
-- of: people
-- keys: employee_id, hire_date, run_start
select {w.by}, w.part as prepared, w.watched_from as from_day, w.watched_to as to_day, w.event as became
from watched as w
order by w.run_start, w.employee_id
