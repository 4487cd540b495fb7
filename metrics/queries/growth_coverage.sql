-- question: How many people grow without a new title?
-- answer: The share of the people in service with at least one growth activity in the window, by stage and kind.
-- definition: Let D be the as-of day and O the day M months before it (12 unless said; month end to month end). Of everybody in
--   service at the end of D, people counts those with at least one activity of that kind after O and not after D, however many
--   they had. Seed is career_goal, strength or skill; Root is mentoring_given, mentoring_received or recognition; Grow is
--   cross_functional_project, project_lead, innovation or lateral_move. The kind all counts people with any kind of the stage,
--   the stage all those with any of the three; leadership_training is in none. share = people ÷ all in service in the group.
--   low and high are Wilson's 95 % interval. Where no activity is on record up to D nobody can know, and there is no figure;
--   where the records begin within the window the note says so. The groups are those held at the end of D.
-- grain: One row per group, stage and kind, also where nobody has one.
-- columns:
--   stage (name): Seed, Root or Grow; all for the three together
--   kind (name): the kind of activity; all for every kind of the stage together
--   people (people): in service with at least one such activity in the window
--   share (share): people ÷ all in service in the group
--   low (share): lower end of the 95 % interval
--   high (share): upper end of the 95 % interval
-- groups: track, business_unit, department, location, country, job_family, job_level, gender, generation
-- needs: window
-- source: Own definition; Wilson (1927) for the interval.
-- finish: growth

with span as (
    select cast($opened as date) as opens, cast($as_of as date) as closes
),
{steps.activity},
here as (
    select {s.by,} a.kinds, s.assumed, s.track_derived
    from employment_spells as s
    left join active as a on a.employee_id = s.employee_id
    where s.spell_start <= $as_of and (s.spell_end is null or s.spell_end > $as_of){s.where}
)
select
    {by,} coalesce(kinds, 0) as kinds, count(*) as people, count(*) filter (where assumed) as _assumed,
    count(*) filter (where track_derived) as _derived,
    (select opens from span) as opens, (select closes from span) as closes, (select since from on_record) as recorded_since
from here
group by {by,} kinds
