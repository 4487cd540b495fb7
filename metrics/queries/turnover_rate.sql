-- question: How many exits does a year of work on each track bring?
-- answer: Exits in the window for every 100 years worked in it.
-- definition: Let D be the as-of day and O the day M months before it (12 unless said; month end to month end).
--   exits counts the employments that ended after O and not after D, the last day employed being the day of the exit.
--   person_years adds up, over everybody and every stretch of their employment, the days that lie in the window, divided
--   by 365.25: from the later of the stretch's start and O to the earlier of its end and D. Time and exit belong to the
--   track (unit, level, …) held then, so that years as an expert before a promotion count as expert's years.
--   rate_per_100 = 100 × exits ÷ person_years. People hired and gone within the window count, unlike in retention_rate.
--   low and high are Garwood's exact 95 % interval of a Poisson rate: half the 2.5 % point of chi-square with 2 × exits
--   degrees of freedom, and half its 97.5 % point with 2 × exits + 2, each ÷ person_years × 100. A window that opens
--   before leavers are known (observed_from later than the day after O; it is the earliest exit in the data, unless HR sets it)
--   has no figure.
-- grain: One row per group.
-- columns:
--   exits (exits): employments that ended in the window
--   person_years (years): time worked in the window
--   rate_per_100 (exits per 100 person-years): 100 × exits ÷ person_years
--   low (exits per 100 person-years): lower end of the 95 % interval
--   high (exits per 100 person-years): upper end of the 95 % interval
-- groups: track, business_unit, department, location, country, job_family, job_level, gender, generation
-- options:
--   exits=all|voluntary|involuntary|retirement|other|unknown (default all): which exits are counted
-- needs: leavers
-- source: Person-time rate; Garwood (1936) for the interval.
-- finish: retention

with stretches as (
    select
        {s.by,}
        s.end_reason like 'exit%' and s.spell_end <= $as_of as gone,
        s.end_reason like 'exit%' and s.spell_end <= $as_of
            and ($exits = 'all' or s.end_reason = 'exit_' || $exits) as counted,
        greatest(
            least(coalesce(s.spell_end, $as_of), $as_of) - greatest(s.spell_start, $opened), 0
        ) as days,
        s.spell_start <= $opened or s.spell_start = s.hire_date as came,
        s.spell_end is null or s.spell_end > $as_of as stays,
        s.assumed, s.track_derived
    from employment_spells s
    where s.spell_start <= $as_of and (s.spell_end is null or s.spell_end > $opened){s.where}
)
select
    {by,}
    count(*) filter (where counted) as exits,
    sum(days) / 365.25e0 as person_years,
    -- one person can have several stretches here: each way of counting takes a person once at most
    greatest(count(*) filter (where came), count(*) filter (where stays or gone)) as _people,
    count(*) as _of,
    count(*) filter (where assumed) as _assumed,
    count(*) filter (where track_derived) as _derived
from stretches
group by grouping sets (({by}))
