-- rows: Who was in service when the window opened, and who of them has left since.
-- of: people
-- keys: employee_id, hire_date
select {c.by}, e.employee_id is not null as has_left, g.spell_end as left_on, replace(g.end_reason, 'exit_', '') as exit_kind
from cohort as c
left join exits as e on e.employee_id = c.employee_id and e.hire_date = c.hire_date
left join employment_spells as g
    on g.employee_id = e.employee_id and g.hire_date = e.hire_date
    and g.spell_end > $opened and g.spell_end <= $as_of and g.end_reason like 'exit%'
order by g.spell_end nulls last, c.employee_id
