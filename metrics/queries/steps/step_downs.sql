-- step: one row per person: the first change from manager to ic, how long they had managed, and the employment's last day (`step_downs`)
-- keeps: step_downs
back as (
    select *, row_number() over (partition by employee_id order by run_start, hire_date) as nth
    from track_runs
    where track = 'ic' and track_before = 'manager' and run_start <= $as_of
),
step_downs as (
    select
        *, run_start as day, before_from as managed_from, case when left_on <= $as_of then left_on end as last_day
    from back as b
    where b.nth = 1
)
