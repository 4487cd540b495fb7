-- rows: The stretches on a track that the curve starts from: from which day each is watched, until when, and whether an exit ended it.
-- of: people
-- keys: employee_id, hire_date
select {r.by}, r.clock_start, r.watched_from, r.watched_to, r.gone as has_left
from runs as r
order by r.watched_to, r.employee_id
