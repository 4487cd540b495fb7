-- question: Does the expert ladder pay as well as the manager ladder at the same level?
-- answer: The median pay of managers at each job level, divided by the median pay of individual contributors there.
-- definition: Everybody in service at the end of the as-of day, by the track and level held then. Pay is the yearly base salary
--   divided by the share of full time (fte, 1 when missing), both from the newest roster not after that day that has salaries,
--   else the oldest after it; each currency is apart, salaries without one under unknown. People without a level or a salary are
--   left out, and counted in the note, as are the levels that have people on one track only. ic_median_salary and
--   manager_median_salary are the medians (of an even number, the mean of the middle two). manager_to_ic_pay =
--   manager_median_salary ÷ ic_median_salary: below 1 the manager earns less at that level, whatever the averages of all levels
--   say. low and high hold 95 % of the ratios found when as many people as there are are drawn anew, with replacement, on
--   either track, 2,000 times (percentile bootstrap; option draws), always from the same random numbers (option seed). With
--   one person on a track chance cannot be seen that way: they are empty. How high each ladder reaches: ladder_ceiling.
-- grain: One row per group, job level and currency with people on both tracks.
-- columns:
--   job_level (level): the level
--   currency (name): of the salaries; unknown where it is missing
--   ic (people): individual contributors at that level with a salary in that currency
--   manager (people): managers there
--   ic_median_salary (currency): median yearly full-time pay of the individual contributors
--   manager_median_salary (currency): median yearly full-time pay of the managers
--   manager_to_ic_pay (ratio): manager_median_salary ÷ ic_median_salary
--   low (ratio): lower end of the 95 % interval
--   high (ratio): upper end of the 95 % interval
-- groups: business_unit, department, location, country, job_family, gender, generation
-- options:
--   draws=integer (default 2000): how often people are drawn anew
--   seed=integer (default 0): where the random numbers start
-- needs: day
-- source: Own definition; Efron (1979), percentile bootstrap.
-- finish: ladder

with {steps.pay},
compared as (
    select {p.by,} p.employee_id, p.hire_date, p.track, p.job_level, p.currency, p.pay, p.assumed, p.track_derived
    from paid as p
    where true{p.where}
),
salaries as materialized (
    select
        {by,} job_level, currency, track, pay, count(*) as people, count(*) filter (where assumed) as assumed,
        count(*) filter (where track_derived) as derived
    from compared
    group by {by,} job_level, currency, track, pay
),
ranked as (
    select
        {by,} job_level, currency, track, pay, people,
        sum(people) over (partition by {by,} job_level, currency, track order by pay) as up_to,
        sum(people) over (partition by {by,} job_level, currency, track) as n
    from salaries
    where job_level is not null and pay is not null
)
select
    {by,} job_level, currency, track, job_level is not null and pay is not null as usable, cast(sum(people) as bigint) as n,
    sum(assumed) as _assumed, sum(derived) as _derived, null as pay, null as up_to
from salaries
group by {by,} job_level, currency, track, usable
union all
-- medians drawn anew lie within six standard errors of the middle: the pay of the people there is enough
select {by,} job_level, currency, track, true, cast(n as bigint), null, null, pay, cast(up_to as bigint)
from ranked
where up_to >= n / 2 - 3 * sqrt(n) - 1 and up_to - people <= n / 2 + 3 * sqrt(n) + 1
