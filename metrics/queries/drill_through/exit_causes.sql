-- rows: The stretches on a track that the curves start from: from which day each is watched, until when, and the exit that ended it.
-- of: people
-- keys: employee_id, hire_date
select {r.by}, r.clock_start, r.watched_from, r.watched_to, replace(r.event, 'exit_', '') as exit_kind
from runs as r
order by r.watched_to, r.employee_id
