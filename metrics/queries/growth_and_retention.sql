-- question: Do people who grow stay?
-- answer: The share still here when the window closes, of people with and without growth activities in the year before it opened.
-- definition: Let D be the as-of day, O the day M months before it (12 unless said; month end to month end), and B the day 12 months
--   before O. people are all in service at the end of O, with (active yes) or without (no) at least one activity of the stage after B
--   and not after O: the activity comes before the clock starts, for otherwise staying would make people active. retained counts
--   those of them whose same employment still lasts at the end of D, as in retention_rate. rate = retained ÷ people; low and
--   high are Wilson's 95 % interval. Seed is career_goal, strength or skill; Root is mentoring_given, mentoring_received or
--   recognition; Grow is cross_functional_project, project_lead, innovation or lateral_move; the stage all is any of them. Where
--   no activity is on record up to O nobody can know who was active, and there is no figure; where the records begin after B
--   the note says so. A window that opens before leavers are known (observed_from later than the day after O) has no figure. The groups are those held at the end of O. Who is active may stay for other reasons: this is no proof.
-- grain: One row per group, stage and answer.
-- columns:
--   stage (name): Seed, Root or Grow; all for the three together
--   active (name): yes or no
--   people (people): in service at the end of O
--   retained (people): of those, still here at the end of D
--   rate (share): retained ÷ people
--   low (share): lower end of the 95 % interval
--   high (share): upper end of the 95 % interval
-- groups: track, business_unit, department, location, country, job_family, job_level, gender, generation
-- needs: leavers
-- size: people
-- source: Own definition; Wilson (1927) for the interval.
-- finish: growth

with span as (
    select
        -- before a month's last day lies a month's last day
        case when last_day(cast($opened as date)) = cast($opened as date)
            then last_day(cast($opened as date) - interval 12 month)
            else cast(cast($opened as date) - interval 12 month as date) end as opens,
        cast($opened as date) as closes
),
{steps.activity},
cohort as (
    select {s.by,} a.kinds, coalesce(s.left_on > $as_of, true) as stayed, s.assumed, s.track_derived
    from employment_spells as s
    left join active as a on a.employee_id = s.employee_id
    where s.spell_start <= $opened and (s.spell_end is null or s.spell_end > $opened){s.where}
)
select
    {by,} coalesce(kinds, 0) as kinds, count(*) as people, count(*) filter (where stayed) as retained,
    count(*) filter (where assumed) as _assumed, count(*) filter (where track_derived) as _derived,
    (select opens from span) as opens, (select closes from span) as closes, (select since from on_record) as recorded_since
from cohort
group by {by,} kinds
