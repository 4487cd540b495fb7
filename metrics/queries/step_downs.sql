-- question: Do managers who go back to expert work stay?
-- answer: The people who went from the manager track to the expert track, and the share of them still here a year later.
-- definition: Each person's first change from the manager track to the ic track within an employment, up to the as-of day D. The
--   clock counts days since then; a person is watched until the employment ends or until D, whatever track they are on by then.
--   A step down before the first day observed (option since) is watched from the day before that day on, and not at all when the
--   employment had ended by then. retained_12m is Kaplan and Meier's curve at 12 × 30.4375 days: on each day n people are at
--   risk, d of them leave, and it is the product of (1 − d ÷ n) over the days so far. The curve starts at the first day with
--   at least 10 people at risk (option min_at_risk), as the share of those still here that day when it is not day 0; where fewer
--   are at risk at any month up to 12, it is empty. low and high are the log-log 95 % interval with Greenwood's variance;
--   where the curve stands at 1 or 0, Wilson's on those at risk at 12 months. median_years_managing is the median, over the people,
--   of the days on the manager track just before, divided by 365.25. The groups are those of the first day back on the ic track.
-- grain: One row per group.
-- columns:
--   people (people): went from manager to ic and came under watch, those who did on D included
--   retained_12m (share): still here 12 months after stepping down
--   low (share): lower end of the 95 % interval
--   high (share): upper end of the 95 % interval
--   median_years_managing (years): median time on the manager track before stepping down
-- groups: business_unit, department, location, country, job_family, job_level, gender, generation
-- options:
--   since=date (default observed_from): first day observed; before it leavers are not known
--   min_at_risk=integer (default 10): fewest people at risk for the curve to start and go on
-- needs: since
-- size: people
-- source: Kaplan and Meier (1958) with delayed entry.
-- finish: career_paths

with {steps.step_downs},
watched as (
    select
        {d.by,} 'all' as part,
        greatest(d.day, cast($since as date) - 1) - d.day as watched_from,
        coalesce(d.last_day, cast($as_of as date)) - d.day as watched_to,
        case when d.last_day is not null then 'leaves' end as event,
        false as no_time, d.assumed, d.track_derived
    from step_downs as d
    where (d.last_day is null or d.last_day >= $since){d.where}
),
{steps.moves}
select * from moves
