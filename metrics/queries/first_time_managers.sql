-- question: How do people fare who manage for the first time, with and without preparation?
-- answer: Of those who became managers for the first time, the share still managing, back on the expert track, and gone.
-- definition: Each person's first change from the ic track to the manager track within an employment, up to the as-of day D.
--   Somebody hired as a manager, or a manager in an earlier employment, is no first-timer. prepared is yes with a growth activity
--   leadership_training in the 12 months up to and including the day of the change, else no; unknown for changes before the first
--   growth activity of anybody on record, and for all where no such training is on record. The clock counts days since the
--   change; a person is watched while on the manager track, until leaving, until going back to the ic track, or until D. A
--   change before the first day observed (option since) is watched from the day before that day on, and not at all when it
--   was over by then. On each day take n, the people at risk; d, those of them who leave (or step down); and S, the share still
--   managing just before the day; the day adds S × d ÷ n to left (or to stepped_down). Month m is read at m × 30.4375 days;
--   stayed + stepped_down + left = 1. low and high are the log-log 95 % interval of stayed with Greenwood's variance; where it
--   stands at 1 or 0, Wilson's on at_risk. The curve starts at the first day with at least 10 people at risk (option min_at_risk),
--   with those still managing then, and stops before the first month with fewer. The groups are those of the first day as a manager.
-- grain: One row per group, preparation and month.
-- columns:
--   prepared (name): yes, no or unknown; all for everybody together
--   people (people): became managers for the first time, and were watched after it
--   month (month): months since: 6, 12, 18 and 24, or with points=every all from 0 to 24
--   at_risk (people): at risk just before that day
--   stayed (share): still managing
--   stepped_down (share): back on the ic track
--   left (share): gone from the company while managing
--   low (share): lower end of the 95 % interval of stayed
--   high (share): upper end of the 95 % interval of stayed
-- groups: business_unit, department, location, country, job_family, job_level, gender, generation
-- options:
--   since=date (default observed_from): first day observed; before it leavers are not known
--   min_at_risk=integer (default 10): fewest people at risk for a curve to start and go on
--   points=key|every (default key): months 6, 12, 18 and 24, or every month from 0 to 24 for drawing
-- needs: since
-- size: at_risk
-- source: Aalen and Johansen (1978) with delayed entry; Kalbfleisch and Prentice (log-log interval).
-- finish: pathways

with managing as (
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
        and (m.run_end is null or m.run_end >= $since){m.where}
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
watched as (
    select
        {f.by,}
        case
            when p.employee_id is not null then 'yes'
            when not k.trainings or f.run_start < k.since then 'unknown'
            else 'no'
        end as part,
        greatest(f.run_start, cast($since as date) - 1) - f.run_start as watched_from,
        least(coalesce(f.run_end, $as_of), $as_of) - f.run_start as watched_to,
        case
            when f.run_end is null or f.run_end > $as_of then null
            when f.end_reason like 'exit%' then 'leaves'
            when f.track_after = 'ic' then 'steps_down'
        end as event,
        -- in the first year of records some trainings come from before them
        p.employee_id is null and f.year_before < k.since and f.run_start >= k.since as no_time, f.assumed, f.track_derived
    from firsts as f
    cross join on_record as k
    left join prepared as p on p.employee_id = f.employee_id
),
{steps.moves}
select * rename (no_time as unrecorded), (select since from on_record) as recorded_since from moves
