-- From events and rosters to employments: who was employed from when to when, each with a number.
-- Steps are separated by lines of dashes; each is one statement. DuckDB's arg_max keeps them short; elsewhere it would be a
-- row_number() subquery.

-- The days on which somebody was hired or left.
create or replace temp table folded as
select
    employee_id,
    effective_date as day,
    bool_or(action in ('hire', 'rehire')) as hires,
    bool_or(action = 'termination') as ends,
    max(load_id) filter (where action = 'termination') as told_in,
    arg_max(termination_type, load_id) filter (where action = 'termination') as how
from job_history
where action in ('hire', 'rehire', 'termination')
group by employee_id, effective_date;

-- ----
-- One row per employment that only events tell of, and whether a roster of a later day says that it is over: one of those
-- employed then, without the person, while no event says when they left. Nobody knows then whether they ever were one of ours.
create or replace temp table unlisted_employments as
with listed as (
    select
        employee_id, hire_date, termination_date, termination_type,
        lead(hire_date) over (partition by employee_id order by hire_date) as next_hire
    from employees
),
-- Most hire events are those of listed employments, to the day.
unlisted as materialized (
    select f.employee_id, f.day
    from folded as f
    where f.hires and not exists (select 1 from employees as l where l.employee_id = f.employee_id and l.hire_date = f.day)
),
told as (
    select f.employee_id, f.day as hire_date
    from unlisted as f
    where not exists (
            select 1 from listed as l
            where l.employee_id = f.employee_id
                and l.hire_date <= f.day
                and (l.termination_date is null or l.termination_date > f.day)
        )
        -- A hire event shortly before a listed hire, with no termination between, is the same employment misdated.
        and not exists (
            select 1 from listed as l
            where l.employee_id = f.employee_id
                and l.hire_date > f.day
                and not exists (
                    select 1 from folded as t
                    where t.employee_id = f.employee_id and t.ends and t.day >= f.day and t.day <= l.hire_date
                )
        )
),
-- Hire events of one unlisted employment: only the first after a termination (or the very first) opens it.
opening as (
    select t.employee_id, t.hire_date
    from told as t
    where not exists (
        select 1 from told as before
        where before.employee_id = t.employee_id
            and before.hire_date < t.hire_date
            and not exists (
                select 1 from folded as e
                where e.employee_id = t.employee_id and e.ends and e.day >= before.hire_date and e.day <= t.hire_date
            )
    )
),
-- Nobody says when someone with events but no hire was hired: their first event is the first day known.
unhired as (
    select employee_id, min(day) as hire_date
    from (
        select employee_id, effective_date as day, bool_or(action = 'termination') as ends
        from job_history as h
        where not exists (select 1 from employees as e where e.employee_id = h.employee_id)
            and not exists (select 1 from opening as o where o.employee_id = h.employee_id)
        group by employee_id, effective_date
    )
    group by employee_id
    having not bool_and(ends)
),
alone as (
    select employee_id, hire_date from opening
    union all
    select employee_id, hire_date from unhired
),
days as (
    select distinct as_of from roster_rows where termination_date is null  -- else a list of leavers
)
select
    a.employee_id, a.hire_date,
    a.hire_date < (select max(as_of) from days)
        and not exists (
            select 1 from roster_rows as r
            where r.employee_id = a.employee_id and r.as_of > a.hire_date and r.as_of in (select as_of from days)
        )
        and not exists (
            select 1 from folded as t
            where t.employee_id = a.employee_id and t.ends
                and (t.day > a.hire_date or (t.day = a.hire_date and not t.hires))
        ) as lacked
from alone as a;

-- ----
-- One row per employment: those the rosters list, and those only events tell of.
create or replace temp table employments as
with everyone as (
    select employee_id, hire_date, termination_date, termination_type, true as listed from employees
    union all
    select employee_id, hire_date, null, null, false from unlisted_employments where lacked is not true
)
select
    employee_id, hire_date, termination_date, termination_type, listed,
    lead(hire_date) over (partition by employee_id order by hire_date) as next_hire
from everyone;

-- ----
-- The day each employment ended and how. A roster's day wins over an event's; a newer roster that brings termination dates and
-- shows the person without one says the event did not hold; of several events, the one told last does, else the first.
create or replace temp table lasting as
with told as materialized (
    select e.employee_id, e.hire_date, f.day, f.told_in
    from employments as e
    join folded as f on f.employee_id = e.employee_id
    where e.termination_date is null
        and f.ends
        and f.day >= e.hire_date
        and (e.next_hire is null or f.day <= e.next_hire)
        -- on the very day of a rehire, the termination belongs to the employment before it
        and not (f.day = e.hire_date and f.hires and exists (
            select 1 from employments as p
            where p.employee_id = e.employee_id and p.hire_date < e.hire_date
        ))
),
last_shown as (
    select r.employee_id, r.hire_date, max(r.as_of) as shown_employed
    from roster_rows as r
    join rosters as o on o.load_id = r.load_id and o.as_of = r.as_of
    where r.termination_date is null
        and list_contains(o.fields_given, 'termination_date')
        and r.employee_id in (select employee_id from told)
    group by r.employee_id, r.hire_date
),
told_end as (
    select t.employee_id, t.hire_date, arg_min(t.day, row(-t.told_in, t.day)) as day
    from told as t
    left join last_shown as s on s.employee_id = t.employee_id and s.hire_date = t.hire_date
    where s.shown_employed is null or t.day > s.shown_employed
    group by t.employee_id, t.hire_date
),
gone as (
    select d.employee_id, d.hire_date, d.missing_from
    from disappeared as d
    where exists (select 1 from settings where name = 'disappeared_are_leavers' and value = 'yes')
),
ends as (
    select
        e.*,
        coalesce(
            e.termination_date,
            t.day,
            case when e.next_hire <= g.missing_from then e.next_hire end,
            g.missing_from,
            e.next_hire
        ) as last_day
    from employments as e
    left join told_end as t on t.employee_id = e.employee_id and t.hire_date = e.hire_date
    left join gone as g on g.employee_id = e.employee_id and g.hire_date = e.hire_date
),
person as (
    select
        employee_id,
        arg_max(gender, hire_date) filter (where gender is not null) as gender,
        arg_max(birth_date, hire_date) filter (where birth_date is not null) as birth_date
    from employees
    where employee_id in (select employee_id from employments where next_hire is not null)
    group by employee_id
),
-- What several employments of a person say together; most people have one.
described as (
    select
        e.*,
        r.birth_date,
        f.how,
        case when p.employee_id is null then r.gender else p.gender end as gender,
        year(case when p.employee_id is null then r.birth_date else p.birth_date end) as birth_year
    from ends as e
    left join person as p on p.employee_id = e.employee_id
    left join employees as r on r.employee_id = e.employee_id and r.hire_date = e.hire_date
    left join folded as f on f.employee_id = e.employee_id and f.day = e.last_day and f.ends
)
select
    cast(row_number() over (order by employee_id, hire_date) - 1 as integer) as number,
    employee_id, hire_date, listed,
    -- a day has one employment: an end after the next hire is cut to it
    case when next_hire < last_day then next_hire else last_day end as end_date,
    case
        when last_day is null then 'open'
        when termination_date is not null and termination_type is not null then 'exit_' || termination_type
        when how is not null then 'exit_' || how
        else 'exit_unknown'
    end as end_reason,
    gender, birth_date,
    case
        when birth_year <= 1945 then 'Silent'
        when birth_year <= 1964 then 'Boomer'
        when birth_year <= 1980 then 'Gen X'
        when birth_year <= 1996 then 'Millennial'
        when birth_year <= 2012 then 'Gen Z'
        when birth_year is not null then 'Gen Alpha'
    end as generation
from described
order by number;

-- ----
-- Events that the rules above leave unused, with the reason.
insert into ignored_events
select
    h.employee_id, h.effective_date, h.action,
    case
        when x.employee_id is not null then 'no roster holds the person'
        when l.employee_id is null then 'before the first day of any employment known'
        when h.action = 'termination' then 'a newer roster shows the person still employed, or another day'
        else 'on or after the last day of the employment'
    end as reason
from job_history as h
asof left join lasting as l  -- the employment begun last before the event; elsewhere a row_number() over both
    on l.employee_id = h.employee_id and l.hire_date <= h.effective_date
left join unlisted_employments as x
    on x.employee_id = h.employee_id and x.lacked and x.hire_date <= h.effective_date
    and h.action <> 'termination' and (l.hire_date is null or l.hire_date < x.hire_date)
where l.employee_id is null
    or x.employee_id is not null
    or (h.action = 'termination' and l.end_date is distinct from h.effective_date
        and not exists (
            select 1 from lasting as p where p.employee_id = h.employee_id and p.end_date = h.effective_date
        ))
    or (h.action not in ('termination', 'hire', 'rehire') and h.effective_date >= l.end_date);
