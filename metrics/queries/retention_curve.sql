-- question: How long do people stay once they are on a track?
-- answer: The share still here so many months after entering the track (Kaplan and Meier), for everyone observed, not one cohort.
-- definition: The unit is the track run: an unbroken stretch of one employment on one track, whatever transfers it holds;
--   its groups are those of its first day. Its clock counts days since entering the track (option clock=track) or since the
--   hire (clock=tenure). Let D be the as-of day. A run that began before the first day observed (option since) is watched
--   from the day before that day on, any other from its start; runs that had ended by then are not seen. A run is watched
--   until the exit, or without an exit until it changes track or until D. On day t of the clock, n people are at risk:
--   those watched from before t until t or longer; d of them leave on t. The curve is the product of (1 − d ÷ n) over all
--   days so far. Month m is read at m × 30.4375 days, exits on that day included. The curve starts at the first day with
--   at least 10 people at risk (option min_at_risk), as the share of those still here that day when it is not day 0, and
--   stops before the first month with fewer, of every month. Employments that ended on their first day have no time to watch: they are
--   left out, and counted in the note. low and high are the log-log 95 % interval with Greenwood's variance; where the
--   curve stands at 1 or 0, Wilson's on at_risk.
-- grain: One row per group and month, 0 to the last month with enough people.
-- columns:
--   month (month): months on the clock
--   at_risk (people): at risk just before that day (month 0: just after the start)
--   leavers (people): exits since the curve's start
--   retained (share): the curve: the share still here
--   low (share): lower end of the 95 % interval
--   high (share): upper end of the 95 % interval
-- groups: track, business_unit, department, location, country, job_family, job_level, gender, generation
-- options:
--   clock=track|tenure (default track): what time counts from: entering the track, or the hire
--   since=date (default observed_from): first day observed; before it leavers are not known
--   min_at_risk=integer (default 10): fewest people at risk for the curve to start and go on
--   horizon=integer (default 120): last month shown, where the people suffice
-- needs: since
-- size: at_risk
-- source: Kaplan and Meier (1958) with delayed entry; Kalbfleisch and Prentice (log-log interval).
-- finish: retention

with runs as (
    select
        {r.by,}
        case when $clock = 'tenure' then r.hire_date else r.run_start end as clock_start,
        greatest(r.run_start, cast($since as date) - 1) as watched_from,
        least(coalesce(r.run_end, $as_of), $as_of) as watched_to,
        r.end_reason like 'exit%' and r.run_end <= $as_of as gone,
        r.assumed, r.track_derived
    from track_runs r
    where r.run_start <= $as_of and (r.run_end is null or r.run_end >= $since){r.where}
),
entries as (
    select
        -- everybody who enters after the last month shown in one row: they only count in the note
        {by,} least(watched_from - clock_start, $horizon * 31) as day,
        count(*) filter (where watched_to > watched_from) as entered,
        count(*) as runs, count(*) filter (where gone and watched_to = watched_from) as no_time,
        count(*) filter (where assumed) as assumed, count(*) filter (where track_derived) as derived
    from runs
    group by {by,} least(watched_from - clock_start, $horizon * 31)
),
ends as (
    select {by,} watched_to - clock_start as day, count(*) as ended, count(*) filter (where gone) as leavers
    from runs
    where watched_to > watched_from and watched_to - clock_start <= $horizon * 31
    group by {by,} watched_to - clock_start
),
totals as (
    select
        {by,} sum(runs) as runs, sum(no_time) as no_time, sum(assumed) as assumed, sum(derived) as derived
    from entries
    group by grouping sets (({by}))
),
-- months stand among the days, so that the people at risk are known there too
moves as (
    select {by,} day * 1.0 as day, entered, 0 as ended, 0 as leavers, null as month, 0 as runs, 0 as no_time,
        0 as assumed, 0 as derived from entries
    union all
    select {by,} day * 1.0, 0, ended, leavers, null, 0, 0, 0, 0 from ends
    union all
    select {by,} month * 30.4375, 0, 0, 0, month, runs, no_time, assumed, derived
    from totals cross join range(0, $horizon + 1) as months (month)
),
days as (
    select
        {by,} day, cast(sum(entered) as integer) as entered, cast(sum(ended) as integer) as ended,
        cast(sum(leavers) as integer) as leavers, max(month) as month,
        sum(runs) as runs, sum(no_time) as no_time, sum(assumed) as assumed, sum(derived) as derived
    from moves
    where day <= $horizon * 30.4375
    group by {by,} day
),
standing as (
    select *, sum(entered - ended) over (partition by {by,} true order by day rows unbounded preceding) as after
    from days
),
started as (
    select *, min(case when after >= $min_at_risk then day end) over (partition by {by,} true) as start
    from standing
)
select
    {by,} cast(day as double) as day, cast(start as double) as start, month,
    cast(case when day = start then after else after - entered + ended end as double) as at_risk,
    cast(case when day = start then 0 else leavers end as double) as events,
    cast(runs as double) as _of, cast(no_time as double) as no_time,
    cast(assumed as double) as _assumed, cast(derived as double) as _derived
from started
where case when start is null then day = 0 else day >= start and (leavers > 0 or month is not null) end
order by {by,} day
