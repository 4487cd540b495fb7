-- step: one row per person who became a manager for the first time, prepared or not (`new_managers`), and what is `on_record` of that
-- keeps: new_managers, on_record
managing as (
    select employee_id, min(run_start) as first_start
    from track_runs
    where track = 'manager'
    group by employee_id
),
firsts as (
    select
        m.*,
        -- 12 months before the day; before a month's last day lies a month's last day
        case when last_day(m.run_start) = m.run_start then last_day(m.run_start - interval 12 month)
            else cast(m.run_start - interval 12 month as date) end as year_before
    from track_runs as m
    join managing as g on g.employee_id = m.employee_id and g.first_start = m.run_start
    where m.track = 'manager' and m.track_before = 'ic' and m.run_start <= $as_of
        and (m.run_end is null or m.run_end >= $since)
),
trainings as (
    select employee_id, occurred_on
    from growth_activities
    where kind = 'leadership_training' and occurred_on <= $as_of
),
on_record as (
    select (select count(*) > 0 from trainings) as trainings, (select min(occurred_on) from growth_activities) as since
),
prepared as (
    select distinct f.employee_id
    from firsts as f
    join trainings as t on t.employee_id = f.employee_id and t.occurred_on > f.year_before and t.occurred_on <= f.run_start
),
new_managers as (
    select
        f.*,
        case
            when p.employee_id is not null then 'yes'
            when not k.trainings or f.run_start < k.since then 'unknown'
            else 'no'
        end as prepared,
        -- in the first year of records some trainings come from before them
        p.employee_id is null and f.year_before < k.since and f.run_start >= k.since as unrecorded
    from firsts as f
    cross join on_record as k
    left join prepared as p on p.employee_id = f.employee_id
)
