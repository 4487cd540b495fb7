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
--   with those still managing then, and stops before the first month with fewer, of every month and not of those
--   shown alone. The groups are those of the first day as a manager.
-- grain: One row per group, preparation and month.
-- columns:
--   prepared (name): yes, no or unknown; all for everybody together
--   people (people): became managers for the first time and came under watch, those who did on D included
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
-- finish: career_paths

with {steps.new_managers},
watched as (
    select
        {f.by,} f.prepared as part,
        greatest(f.run_start, cast($since as date) - 1) - f.run_start as watched_from,
        least(coalesce(f.run_end, $as_of), $as_of) - f.run_start as watched_to,
        case
            when f.run_end is null or f.run_end > $as_of then null
            when f.end_reason like 'exit%' then 'leaves'
            when f.track_after = 'ic' then 'steps_down'
        end as event,
        f.unrecorded as no_time, f.assumed, f.track_derived
    from new_managers as f
    where true{f.where}
),
{steps.moves}
select * exclude (no_time), no_time as unrecorded, (select since from on_record) as recorded_since from moves
