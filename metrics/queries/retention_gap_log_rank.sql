-- part: of retention_gap: people at risk and exits of either track, on every day of the tenure clock that has an exit
with runs as (
    select
        {r.by,} r.track = 'ic' as is_ic,
        greatest(r.run_start, cast($since as date) - 1) - r.hire_date as watched_from,
        least(coalesce(r.run_end, $as_of), $as_of) - r.hire_date as watched_to,
        r.end_reason like 'exit%' and r.run_end <= $as_of as gone
    from track_runs r
    where r.run_start <= $as_of and (r.run_end is null or r.run_end >= $since) and r.track in ('ic', 'manager'){r.where}
),
moves as (
    select
        {by,} watched_from as day, count(*) filter (where is_ic) as ic, count(*) filter (where not is_ic) as manager,
        0 as ic_leavers, 0 as manager_leavers
    from runs
    where watched_to > watched_from
    group by {by,} watched_from
    union all
    select
        {by,} watched_to, -count(*) filter (where is_ic), -count(*) filter (where not is_ic),
        count(*) filter (where gone and is_ic), count(*) filter (where gone and not is_ic)
    from runs
    where watched_to > watched_from
    group by {by,} watched_to
),
days as (
    select
        {by,} day, sum(ic) as ic, sum(manager) as manager, sum(ic_leavers) as ic_leavers,
        sum(manager_leavers) as manager_leavers
    from moves
    group by {by,} day
),
standing as (
    select
        {by,} day, ic_leavers, manager_leavers,
        sum(ic) over before_day as ic_at_risk, sum(manager) over before_day as manager_at_risk
    from days
    window before_day as (partition by {by,} true order by day rows between unbounded preceding and 1 preceding)
)
select
    {by,} cast(ic_at_risk as double) as ic_at_risk, cast(manager_at_risk as double) as manager_at_risk,
    cast(ic_leavers as double) as ic_leavers, cast(manager_leavers as double) as manager_leavers
from standing
where ic_leavers + manager_leavers > 0
order by {by,} day
