-- question: Of those who were here a year ago, how many are still here?
-- answer: The share of the people in service when the window opened whose same employment still lasts when it closes.
-- definition: Let D be the as-of day and O the day M months before it (12 unless said; month end to month end).
--   Count everyone in service at the end of O: that is headcount_start. Leavers are those of them whose employment
--   ended after O and not after D (the last day employed is the day of the exit). rate = 1 − leavers ÷ headcount_start.
--   Track, unit, level and every other group are those held at O. People hired after O are in neither count, and
--   somebody who left and was hired again has left. With the option exits only exits of that cause are leavers; the
--   headcount stays, so that the rate reads "not lost to that cause". low and high are Wilson's 95 % interval: with p the rate, n the headcount and z = 1.96,
--   (p + z² ÷ 2n ± z × √(p × (1 − p) ÷ n + z² ÷ 4n²)) ÷ (1 + z² ÷ n). A window that opens before leavers are known
--   (observed_from later than the day after O; it is the earliest exit in the data, unless HR sets it) has no figure.
-- grain: One row per group.
-- columns:
--   headcount_start (people): in service at the end of O
--   leavers (people): of those, gone at the end of D
--   rate (share): 1 − leavers ÷ headcount_start
--   low (share): lower end of the 95 % interval
--   high (share): upper end of the 95 % interval
-- groups: track, business_unit, department, location, country, job_family, job_level, gender, generation
-- options:
--   exits=all|voluntary|involuntary|retirement|other|unknown (default all): which exits count as leavers
-- needs: leavers
-- size: headcount_start
-- source: Cohort retention as in ISO 30414; Wilson (1927) for the interval.
-- finish: retention

with cohort as (
    select
        {s.by,} s.left_on <= $as_of and ($exits = 'all' or s.left_as = $exits) as has_left, s.left_on, s.left_as,
        s.assumed, s.track_derived
    from employment_spells as s
    where s.spell_start <= $opened and (s.spell_end is null or s.spell_end > $opened){s.where}
)
select
    {by,}
    count(*) as headcount_start,
    count(*) filter (where has_left) as leavers,
    count(*) filter (where assumed) as _assumed,
    count(*) filter (where track_derived) as _derived
from cohort
group by grouping sets (({by}))
