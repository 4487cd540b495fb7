-- rows: Everybody's first answer that the curves follow, with the days after it from which and until which they are watched.
-- of: people
-- keys: employee_id, hire_date, decided_day
select {w.by}, w.part as answer, w.watched_from as from_day, w.watched_to as to_day, w.event is not null as has_left
from watched as w
order by w.part, w.decided_day, w.employee_id
