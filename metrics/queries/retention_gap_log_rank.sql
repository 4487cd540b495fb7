-- part: of retention_gap: the exits of individual contributors against those expected of them, over all days of tenure
with runs as (
    select
        {r.by,} r.track = 'ic' as is_ic,
        greatest(r.run_start, cast($since as date) - 1) - r.hire_date as watched_from,
        least(coalesce(r.run_end, $as_of), $as_of) - r.hire_date as watched_to,
        r.end_reason like 'exit%' and r.run_end <= $as_of as gone
    from track_runs r
    where r.run_start <= $as_of and (r.run_end is null or r.run_end >= $since) and r.track <> 'unknown'{r.where}
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
        {by,} day, cast(sum(ic) as integer) as ic, cast(sum(ic + manager) as integer) as people,
        cast(sum(ic_leavers) as integer) as ic_leavers, cast(sum(ic_leavers + manager_leavers) as integer) as leavers
    from moves
    group by {by,} day
),
standing as (
    select
        {by,} ic_leavers, leavers,
        sum(ic) over (partition by {by,} true order by day rows unbounded preceding) - ic as ic_at_risk,
        sum(people) over (partition by {by,} true order by day rows unbounded preceding) - people as at_risk
    from days
)
select
    {by,} cast(sum(ic_leavers) as double) as observed,
    sum(leavers * ic_at_risk / at_risk) as expected,
    sum(
        leavers * (at_risk - leavers) * (ic_at_risk / at_risk) * (1 - ic_at_risk / at_risk) / (at_risk - 1)
    ) as variance
from standing
where leavers > 0 and at_risk > 1
group by grouping sets (({by}))
