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
    select distinct r.load_id, r.as_of
    from roster_rows as r
    where not exists (
        select 1 from rosters as o
        where o.load_id = r.load_id and o.as_of = r.as_of and not list_contains(o.fields_given, 'career_preference')
    )
),
ordered as (
    select
        load_id, as_of,
        row_number() over (
            order by
                as_of > $as_of,
                case when as_of <= $as_of then as_of end desc,
                case when as_of <= $as_of then load_id end desc,
                as_of, load_id
        ) as place
    from asking
),
said as (
    select w.employee_id, w.hire_date, arg_min(coalesce(w.career_preference, 'unknown'), o.place) as preference
    from roster_rows as w
    join ordered as o on o.load_id = w.load_id and o.as_of = w.as_of
    group by w.employee_id, w.hire_date
),
counted as (
    select {by,} coalesce(s.preference, 'unknown') as preference, count(*) as people
    from here as h
    left join said as s on s.employee_id = h.employee_id and s.hire_date = h.hire_date
    group by {by,} coalesce(s.preference, 'unknown')
)
select *, sum(people) over (partition by {by,} true) as _size
from counted
order by preference = 'unknown', preference = 'undecided', people desc, preference
