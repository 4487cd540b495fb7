-- question: How many people does a manager lead?
-- answer: The number of direct reports of the people who have any, in the middle, on average and at the wide end.
-- definition: Direct reports are the people in service at the end of the as-of day who report to somebody on that day. To whom
--   somebody reports is what the job history says, in which empty means unchanged; where it never names a manager of theirs, what
--   the newest roster not after that day says (else the oldest), of those with a column of managers, in which empty means nobody.
--   managers counts people in service then with at least one direct report, whatever their track. median, mean and p90 are of the
--   number of direct reports over these managers; p90 is the number that nine in ten managers stay at or below (between two
--   managers, interpolated linearly, as is the median). over_10_share is the share of the managers with more than 10; low and high
--   are Wilson's 95 % interval of it. People on the manager track without a direct report are in none of these; the note counts
--   them. The groups are the manager's own on that day.
-- grain: One row per group.
-- columns:
--   managers (people): in service with at least one direct report
--   median (reports): the middle number of direct reports
--   mean (reports): direct reports ÷ managers
--   p90 (reports): nine in ten managers lead that many or fewer
--   over_10_share (share): of the managers, those who lead more than 10
--   low (share): lower end of the 95 % interval of over_10_share
--   high (share): upper end of the 95 % interval of over_10_share
-- groups: track, business_unit, department, location, country, job_family, job_level, gender, generation
-- needs: day
-- size: managers
-- source: Own definition; Wilson (1927) for the interval.
-- finish: ladder

with spans as (
    select manager_id, count(*) as reports
    from reports_to
    where from_date <= $as_of and (to_date is null or to_date > $as_of) and manager_id <> employee_id
    group by manager_id
),
leaders as (
    select {s.by,} p.reports, s.assumed, s.track_derived
    from employment_spells as s
    left join spans as p on p.manager_id = s.employee_id
    where s.spell_start <= $as_of and (s.spell_end is null or s.spell_end > $as_of)
        and (s.track = 'manager' or p.reports is not null){s.where}
)
select
    {by,}
    count(reports) as managers,
    median(reports) as median,
    avg(reports) as mean,
    quantile_cont(reports, 0.9) as p90,
    count(*) filter (where reports > 10) / nullif(count(reports), 0) as over_10_share,
    count(*) filter (where reports > 10) as over_10,
    count(*) filter (where reports is null) as without,
    count(*) as _of,
    count(*) filter (where assumed) as _assumed,
    count(*) filter (where track_derived) as _derived
from leaders
group by grouping sets (({by}))
