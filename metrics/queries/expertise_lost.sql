-- question: How much experience left with the people who left?
-- answer: The people who left in the window, the years they had worked here, and how much of it went with high performers.
-- definition: Let D be the as-of day and O the day M months before it (12 unless said; month end to month end). leavers counts the
--   employments that ended after O and not after D, the last day employed being the day of the exit. Each one's tenure is the
--   days from its hire to its exit divided by 365.25; earlier employments of the same person are not in it. tenure_years adds
--   them up. A high performer is somebody rated 4 or 5 in the newest roster not after D that has the rating and lists the
--   employment, else in the oldest one after D. Without a rating on record nobody is taken for a high performer; the note
--   counts those leavers. Where no roster has ratings at all, the last two columns are empty. Track, unit, level and every
--   other group are those held on the day of the exit. With the option exits only exits of that cause are counted.
--   A window that opens before leavers are known (observed_from later than the day after O) has no figure.
-- grain: One row per group.
-- columns:
--   leavers (exits): employments that ended in the window
--   tenure_years (years): their years of employment, added up
--   high_performers (exits): of the leavers, those rated 4 or 5
--   tenure_years_high_performers (years): the years of employment of the high performers, added up
-- groups: track, business_unit, department, location, country, job_family, job_level, gender, generation
-- options:
--   exits=all|voluntary|involuntary|retirement|other|unknown (default all): which exits are counted
-- needs: leavers
-- size: leavers
-- source: Own definition.
-- finish: exit_causes

with gone as (
    select {s.by,} s.employee_id, s.hire_date, s.spell_end - s.hire_date as days, s.assumed, s.track_derived
    from employment_spells as s
    where s.spell_end > $opened and s.spell_end <= $as_of
        and s.end_reason like 'exit%' and ($exits = 'all' or s.end_reason = 'exit_' || $exits){s.where}
),
asking as (
    select distinct load_id, as_of from rosters where list_contains(fields_given, 'performance_rating')
),
{steps.ordered},
ratings as (
    select
        w.employee_id, w.hire_date, w.performance_rating,
        row_number() over (partition by w.employee_id, w.hire_date order by r.place) as newest
    from roster_rows as w
    join ordered as r on r.load_id = w.load_id and r.as_of = w.as_of
    where w.employee_id in (select employee_id from gone)
)
select
    {by,}
    count(*) as leavers,
    sum(g.days) / 365.25e0 as tenure_years,
    count(*) filter (where r.performance_rating >= 4) as high_performers,
    sum(g.days) filter (where r.performance_rating >= 4) / 365.25e0 as tenure_years_high_performers,
    count(*) filter (where r.performance_rating is null) as unrated,
    (select count(*) from ordered) as rosters_with_ratings,
    count(*) filter (where g.assumed) as _assumed,
    count(*) filter (where g.track_derived) as _derived
from gone as g
left join ratings as r on r.employee_id = g.employee_id and r.hire_date = g.hire_date and r.newest = 1
group by grouping sets (({by}))
