-- question: Why do people leave, and when, once they are on a track?
-- answer: The share that has left for each cause so many months after entering the track, beside the share still here.
-- definition: The people, the clock, who is watched from when to when, and where a curve starts and stops are those of
--   retention_curve. On each day of the clock take n, the people at risk that day; d, those of them who leave for one cause;
--   and S, the share still here just before the day, that is the product of (1 − all who leave ÷ n) over the earlier
--   days. The day adds S × d ÷ n to that cause. cumulative is the sum so far, exits on the day of the month (m × 30.4375)
--   included. Somebody who has left for one cause can no longer leave for another, which 1 minus a curve of one cause alone
--   would forget, and so show too much. The cause unknown is exits whose kind nobody wrote down. The row retained is the
--   share still here; at every month the causes and retained add up to 1.
-- grain: One row per group, month and cause, in the order voluntary, involuntary, retirement, other, unknown, retained.
-- columns:
--   month (month): months on the clock
--   cause (name): voluntary, involuntary, retirement, other or unknown, the cause of the exit; or retained
--   at_risk (people): at risk just before that day (month 0: just after the start)
--   cumulative (share): left for that cause since the curve's start; for retained, still here
-- groups: track, business_unit, department, location, country, job_family, job_level, gender, generation
-- options:
--   clock=track|tenure (default track): what time counts from: entering the track, or the hire
--   since=date (default observed_from): first day observed; before it leavers are not known
--   min_at_risk=integer (default 10): fewest people at risk for the curve to start and go on
--   horizon=integer (default 120): last month shown, where the people suffice
-- needs: since
-- size: at_risk
-- source: Aalen and Johansen (1978) with delayed entry.
-- finish: exit_causes

with runs as (
    select
        {r.by,}
        case when $clock = 'tenure' then r.hire_date else r.run_start end as clock_start,
        greatest(r.run_start, cast($since as date) - 1) as watched_from,
        least(coalesce(r.run_end, $as_of), $as_of) as watched_to,
        case when r.end_reason like 'exit%' and r.run_end <= $as_of then r.end_reason end as event,
        r.assumed, r.track_derived
    from track_runs as r
    where r.run_start <= $as_of and (r.run_end is null or r.run_end >= $since){r.where}
),
-- nobody is watched for longer than the last month shown
watched as (
    select
        {by,} 'all' as part,
        least(watched_from - clock_start, $horizon * 31) as watched_from,
        least(watched_to - clock_start, $horizon * 31) as watched_to,
        case when watched_to - clock_start <= $horizon * 31 then event end as event,
        event is not null and watched_to = watched_from as no_time, assumed, track_derived
    from runs
),
{steps.moves}
select * from moves
