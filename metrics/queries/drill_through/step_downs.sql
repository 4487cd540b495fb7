-- rows: Everybody who went from the manager track to the expert track, with the days after it from which and until which they are watched.
-- of: people
-- keys: employee_id, hire_date, run_start
select {w.by}, w.watched_from as from_day, w.watched_to as to_day, w.event is not null as has_left
from watched as w
order by w.run_start, w.employee_id
