-- rows: Every employment that ended in the window.
-- of: people
-- keys: employee_id, hire_date, spell_end, end_reason
select {t.by}
from stretches as t
where t.counted
order by t.spell_end, t.employee_id
