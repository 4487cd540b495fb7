-- question: What do people say they want next?
-- answer: The people in service by the career preference they gave, and the share of each.
-- definition: Everybody in service at the end of the as-of day, by the career preference in the newest roster not after that day
--   that has the column, else the oldest roster after it. People without a preference on record are "unknown", a row of its own:
--   share = people ÷ all in service in the group, the unknown included. low and high are Wilson's 95 % interval. Surveys
--   drawn beside it are answers other people gave to other questions.
-- grain: One row per group and preference that somebody has.
-- columns:
--   preference (name): people_manager, specialist, project_lead, innovator, undecided or unknown
--   people (people): in service with that preference
--   share (share): of all in service in the group
--   low (share): lower end of the 95 % interval
--   high (share): upper end of the 95 % interval
-- groups: track, business_unit, department, location, country, job_family, job_level, gender, generation
-- needs: day
-- source: Own definition; Wilson (1927) for the interval.
-- finish: refusals

with here as (
    select {s.by,} s.employee_id, s.hire_date
    from employment_spells as s
    where s.spell_start <= $as_of and (s.spell_end is null or s.spell_end > $as_of){s.where}
),
asking as (
    select distinct load_id, as_of from rosters where list_contains(fields_given, 'career_preference')
),
{steps.ordered},
answers as (
    select w.employee_id, w.hire_date, coalesce(w.career_preference, 'unknown') as preference, o.place
    from roster_rows as w
    join ordered as o on o.load_id = w.load_id and o.as_of = w.as_of
),
-- nearly everybody stands in the first roster asked for; only for the others are the rest searched
in_first as (
    select h.*, a.preference
    from here as h
    left join answers as a on a.employee_id = h.employee_id and a.hire_date = h.hire_date and a.place = 1
),
in_others as (
    select a.employee_id, a.hire_date, arg_min(a.preference, a.place) as preference
    from answers as a
    where a.place > 1 and a.employee_id in (select employee_id from in_first where preference is null)
    group by a.employee_id, a.hire_date
),
said as (
    select {f.by,} coalesce(f.preference, o.preference, 'unknown') as preference
    from in_first as f
    left join in_others as o on o.employee_id = f.employee_id and o.hire_date = f.hire_date
),
counted as (
    select {by,} preference, count(*) as people
    from said
    group by {by,} preference
)
select *, sum(people) over (partition by {by,} true) as _size
from counted
order by preference = 'unknown', preference = 'undecided', people desc, preference
