-- rows: Every move of the window, on its day.
-- of: people
-- keys: employee_id, hire_date
select {m.by}, m.move, m.day as moved_on, m.between_rosters
from moved as m
order by m.day, m.employee_id, m.move
