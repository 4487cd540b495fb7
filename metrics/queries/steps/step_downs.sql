-- One row per person: the first change from manager to ic, how long they had managed, and the employment's last day (`step_downs`).
managed as (
    select employee_id, hire_date, run_start, run_end
    from track_runs
    where track = 'manager' and end_reason = 'change' and run_end <= $as_of
),
back as (
    select
        r.*, m.run_start as managed_from,
        row_number() over (partition by r.employee_id order by r.run_start, r.hire_date) as nth
    from managed as m
    join track_runs as r on r.employee_id = m.employee_id and r.hire_date = m.hire_date and r.run_start = m.run_end
    where r.track = 'ic'
),
exits as (
    select employee_id, hire_date, run_end as last_day
    from track_runs
    where end_reason like 'exit%' and run_end <= $as_of and employee_id in (select employee_id from back)
),
step_downs as (
    select b.*, b.run_start as day, e.last_day
    from back as b
    left join exits as e on e.employee_id = b.employee_id and e.hire_date = b.hire_date
    where b.nth = 1{b.where}
)
