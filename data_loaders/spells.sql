-- From events and rosters to employment_spells, track_runs and reports_to.
-- Steps are separated by lines of dashes; each is one statement. DuckDB's arg_max/arg_min and `ignore nulls` keep them short;
-- elsewhere they would be row_number() subqueries.

-- Every event of a day folded into one: the last value that is not empty wins.
create or replace temp table folded as
select
    employee_id,
    effective_date as day,
    bool_or(action in ('hire', 'rehire')) as hires,
    bool_or(action = 'termination') as ends,
    arg_max(track, sequence) filter (where action <> 'termination' and track is not null) as track,
    arg_max(job_level, sequence) filter (where action <> 'termination' and job_level is not null) as job_level,
    arg_max(job_family, sequence) filter (where action <> 'termination' and job_family is not null) as job_family,
    arg_max(business_unit, sequence) filter (where action <> 'termination' and business_unit is not null) as business_unit,
    arg_max(manager_id, sequence) filter (where action <> 'termination' and manager_id is not null) as manager_id
from job_history
group by employee_id, effective_date;

-- ----
-- One row per employment: those the rosters list, and those only a hire or rehire event tells of.
create or replace temp table employments as
with listed as (
    select
        employee_id, hire_date, termination_date, termination_type,
        lead(hire_date) over (partition by employee_id order by hire_date) as next_hire
    from employees
),
told as (
    select f.employee_id, f.day as hire_date
    from folded as f
    where f.hires
        and not exists (
            select 1 from listed as l
            where l.employee_id = f.employee_id
                and l.hire_date <= f.day
                and (l.termination_date is null or l.termination_date > f.day or l.hire_date = f.day)
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
    select f.employee_id, min(f.day) as hire_date
    from folded as f
    where not exists (select 1 from listed as l where l.employee_id = f.employee_id)
        and not exists (select 1 from opening as o where o.employee_id = f.employee_id)
    group by f.employee_id
    having not bool_and(f.ends)
),
everyone as (
    select employee_id, hire_date, termination_date, termination_type, true as listed from listed
    union all
    select employee_id, hire_date, null, null, false from opening
    union all
    select employee_id, hire_date, null, null, false from unhired
)
select
    employee_id, hire_date, termination_date, termination_type, listed,
    lead(hire_date) over (partition by employee_id order by hire_date) as next_hire
from everyone;

-- ----
-- The day each employment ended and how. A roster's day wins over an event's; a newer roster that brings termination dates and
-- shows the person without one says the event did not hold.
create or replace temp table lasting as
with last_shown as (
    select r.employee_id, r.hire_date, max(r.as_of) as shown_employed
    from roster_rows as r
    join rosters as o on o.load_id = r.load_id and o.as_of = r.as_of
    where r.termination_date is null and list_contains(o.fields_given, 'termination_date')
    group by r.employee_id, r.hire_date
),
told_end as (
    select e.employee_id, e.hire_date, min(f.day) as day
    from employments as e
    join folded as f on f.employee_id = e.employee_id
    left join last_shown as s on s.employee_id = e.employee_id and s.hire_date = e.hire_date
    where f.ends
        and f.day >= e.hire_date
        and (e.next_hire is null or f.day <= e.next_hire)
        -- on the very day of a rehire, the termination belongs to the employment before it
        and not (f.day = e.hire_date and f.hires and exists (
            select 1 from employments as p
            where p.employee_id = e.employee_id and p.hire_date < e.hire_date
        ))
        and (s.shown_employed is null or f.day > s.shown_employed)
    group by e.employee_id, e.hire_date
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
)
select
    employee_id, hire_date, listed,
    -- a day has one employment: an end after the next hire is cut to it
    case when next_hire < last_day then next_hire else last_day end as end_date,
    case
        when last_day is null then 'open'
        when termination_date is not null and termination_type is not null then 'exit_' || termination_type
        else 'exit_unknown'
    end as end_reason
from ends;

-- ----
-- Rosters say little new most of the time: keep the rows in which something differs from the roster before.
create or replace temp table seen as
with every_row as (
    select
        r.employee_id, r.hire_date, greatest(r.as_of, r.hire_date) as day, r.as_of,
        r.track, r.track_derived, r.job_level, r.job_family, r.business_unit, r.department, r.location, r.country, r.manager_id,
        row(r.track, r.job_level, r.job_family, r.business_unit, r.department, r.location, r.country, r.manager_id) as said
    from roster_rows as r
),
compared as (
    select *, lag(said) over (partition by employee_id, hire_date order by as_of) as said_before
    from every_row
)
select
    employee_id, hire_date, day,
    arg_max(track, as_of) as track, bool_or(track_derived) as track_derived, arg_max(job_level, as_of) as job_level,
    arg_max(job_family, as_of) as job_family, arg_max(business_unit, as_of) as business_unit,
    arg_max(department, as_of) as department, arg_max(location, as_of) as location,
    arg_max(country, as_of) as country, arg_max(manager_id, as_of) as manager_id
from compared
where said_before is null or said is distinct from said_before
group by employee_id, hire_date, day;

-- ----
-- Events that the rules above leave unused, with the reason.
insert into ignored_events
select
    h.employee_id, h.effective_date, h.action,
    case
        when l.employee_id is null then 'before the first day of any employment known'
        when h.action = 'termination' then 'a newer roster shows the person still employed, or another day'
        else 'on or after the last day of the employment'
    end as reason
from job_history as h
asof left join lasting as l  -- the employment begun last before the event; elsewhere a row_number() over both
    on l.employee_id = h.employee_id and l.hire_date <= h.effective_date
where l.employee_id is null
    or (h.action = 'termination' and l.end_date is distinct from h.effective_date
        and not exists (
            select 1 from lasting as p where p.employee_id = h.employee_id and p.end_date = h.effective_date
        ))
    or (h.action not in ('termination', 'hire', 'rehire') and h.effective_date >= l.end_date);

-- ----
-- One row per employment and day on which something may have changed, with what history and rosters say that day.
create or replace temp table observed as
with days as (
    select employee_id, hire_date, hire_date as day from lasting
    union
    select l.employee_id, l.hire_date, f.day
    from lasting as l
    join folded as f on f.employee_id = l.employee_id
    where f.day > l.hire_date and (l.end_date is null or f.day < l.end_date)
    union
    select employee_id, hire_date, day from seen
),
-- Who says what, per employment: where the history ever tells a field, the history is asked, else the rosters.
history_tells as (
    select
        l.employee_id, l.hire_date,
        count(f.track) > 0 as track, count(f.job_level) > 0 as job_level, count(f.job_family) > 0 as job_family,
        count(f.business_unit) > 0 as business_unit, count(f.manager_id) > 0 as manager_id
    from lasting as l
    join folded as f
        on f.employee_id = l.employee_id
        and f.day >= l.hire_date
        and (l.end_date is null or f.day < l.end_date or f.day = l.hire_date)
    group by l.employee_id, l.hire_date
)
select
    d.employee_id, d.hire_date, d.day,
    case when t.track then f.track else s.track end as track,
    case when t.track then false else coalesce(s.track_derived, false) end as track_derived,
    case when t.job_level then f.job_level else s.job_level end as job_level,
    case when t.job_family then f.job_family else s.job_family end as job_family,
    case when t.business_unit then f.business_unit else s.business_unit end as business_unit,
    case when t.manager_id then f.manager_id else s.manager_id end as manager_id,
    s.department, s.location, s.country
from days as d
join lasting as l on l.employee_id = d.employee_id and l.hire_date = d.hire_date
left join history_tells as t on t.employee_id = d.employee_id and t.hire_date = d.hire_date
left join seen as s on s.employee_id = d.employee_id and s.hire_date = d.hire_date and s.day = d.day
left join folded as f
    on f.employee_id = d.employee_id and f.day = d.day and (l.end_date is null or f.day < l.end_date or d.day = d.hire_date);

-- ----
-- Values carried forward; before the first one known, that one is assumed.
create or replace temp table carried as
with filled as (
    select
        employee_id, hire_date, day,
        last_value(track ignore nulls) over before_ as track_known,
        first_value(track ignore nulls) over after_ as track_later,
        last_value(case when track is not null then track_derived end ignore nulls) over before_ as derived_known,
        first_value(case when track is not null then track_derived end ignore nulls) over after_ as derived_later,
        last_value(job_level ignore nulls) over before_ as level_known,
        first_value(job_level ignore nulls) over after_ as level_later,
        coalesce(last_value(job_family ignore nulls) over before_, first_value(job_family ignore nulls) over after_) as job_family,
        coalesce(last_value(business_unit ignore nulls) over before_, first_value(business_unit ignore nulls) over after_) as business_unit,
        coalesce(last_value(department ignore nulls) over before_, first_value(department ignore nulls) over after_) as department,
        coalesce(last_value(location ignore nulls) over before_, first_value(location ignore nulls) over after_) as location,
        coalesce(last_value(country ignore nulls) over before_, first_value(country ignore nulls) over after_) as country,
        coalesce(last_value(manager_id ignore nulls) over before_, first_value(manager_id ignore nulls) over after_) as manager_id
    from observed
    window
        before_ as (partition by employee_id, hire_date order by day rows between unbounded preceding and current row),
        after_ as (partition by employee_id, hire_date order by day rows between current row and unbounded following)
)
select
    f.employee_id, f.hire_date, f.day, l.end_date, l.end_reason,
    coalesce(f.track_known, f.track_later) as track,
    coalesce(f.derived_known, f.derived_later, false) as track_derived,
    coalesce(f.level_known, f.level_later) as job_level,
    f.job_family, f.business_unit, f.department, f.location, f.country, f.manager_id,
    (f.track_known is null and f.track_later is not null) or (f.level_known is null and f.level_later is not null) as assumed
from filled as f
join lasting as l on l.employee_id = f.employee_id and l.hire_date = f.hire_date
where f.day = f.hire_date or l.end_date is null or f.day < l.end_date;

-- ----
-- Who reported to whom: neighbouring days under one manager, merged.
insert into reports_to
with steps as (
    select
        employee_id, hire_date, day, end_date, manager_id,
        lag(manager_id) over (partition by employee_id, hire_date order by day) as manager_before
    from carried
),
turns as (
    select
        employee_id, hire_date, day, end_date, manager_id,
        lead(day) over (partition by employee_id, hire_date order by day) as next_day
    from steps
    where manager_before is distinct from manager_id or day = hire_date
)
select employee_id, hire_date, manager_id, day, coalesce(next_day, end_date)
from turns
where manager_id is not null
order by manager_id, day;

-- ----
-- Where no file says a track but the history has reporting lines, whoever has had somebody report to them is a manager.
create or replace temp table tracked as
with lines as (select exists (select 1 from job_history where manager_id is not null) as known),
leads as (select distinct manager_id from reports_to)
select
    c.* exclude (track, track_derived, assumed),
    case
        when c.track is not null or not k.known then c.track
        when m.manager_id is not null then 'manager'
        else 'ic'
    end as track,
    c.track_derived or (c.track is null and k.known) as track_derived,
    c.assumed or (c.track is null and k.known) as assumed
from carried as c
cross join lines as k
left join leads as m on m.manager_id = c.employee_id;

-- ----
insert into employment_spells
with person as (
    select
        employee_id,
        arg_max(gender, hire_date) filter (where gender is not null) as gender,
        arg_max(year(birth_date), hire_date) filter (where birth_date is not null) as birth_year
    from employees
    group by employee_id
),
steps as (
    select
        *,
        row(track, job_level, job_family, business_unit, department, location, country, assumed, track_derived) as held,
        lag(row(track, job_level, job_family, business_unit, department, location, country, assumed, track_derived))
            over (partition by employee_id, hire_date order by day) as held_before
    from tracked
),
turns as (
    select *, lead(day) over (partition by employee_id, hire_date order by day) as next_day
    from steps
    where day = hire_date or held is distinct from held_before
)
select
    t.employee_id, t.hire_date, t.day as spell_start, coalesce(t.next_day, t.end_date) as spell_end,
    coalesce(t.track, 'unknown') as track, t.job_level, t.business_unit, t.department, t.location, t.country, t.job_family,
    p.gender,
    case
        when p.birth_year <= 1945 then 'Silent'
        when p.birth_year <= 1964 then 'Boomer'
        when p.birth_year <= 1980 then 'Gen X'
        when p.birth_year <= 1996 then 'Millennial'
        when p.birth_year <= 2012 then 'Gen Z'
        when p.birth_year is not null then 'Gen Alpha'
    end as generation,
    case when t.next_day is not null then 'change' else t.end_reason end as end_reason,
    t.assumed, t.track_derived
from turns as t
left join person as p on p.employee_id = t.employee_id
order by spell_start, t.employee_id;

-- ----
insert into watched_spells
select *
from employment_spells
where employee_id in (
    select employee_id from promotion_offers
    union
    select employee_id from successors
    union
    select incumbent_id from critical_roles
    union
    select incumbent_id from role_incumbents
)
order by employee_id, spell_start;

-- ----
insert into watched_wishes
select r.employee_id, r.hire_date, r.as_of, r.load_id, r.career_preference
from roster_rows as r
join rosters as o on o.load_id = r.load_id and o.as_of = r.as_of
where list_contains(o.fields_given, 'career_preference')
    and r.employee_id in (select employee_id from watched_spells)
order by r.employee_id, r.as_of;

-- ----
insert into track_runs
with steps as (
    select *, lag(track) over (partition by employee_id, hire_date order by spell_start) as track_before
    from employment_spells
),
numbered as (
    select
        *,
        sum(case when track_before is distinct from track then 1 else 0 end)
            over (partition by employee_id, hire_date order by spell_start rows between unbounded preceding and current row) as run
    from steps
)
select
    employee_id, hire_date, min(spell_start) as run_start,
    case when bool_or(end_reason = 'open') then null else max(spell_end) end as run_end,
    track,
    first(job_level order by spell_start) as job_level,
    first(business_unit order by spell_start) as business_unit, first(department order by spell_start) as department,
    first(location order by spell_start) as location, first(country order by spell_start) as country,
    first(job_family order by spell_start) as job_family, first(gender order by spell_start) as gender,
    first(generation order by spell_start) as generation,
    last(end_reason order by spell_start) as end_reason,
    bool_or(assumed) as assumed, bool_or(track_derived) as track_derived
from numbered
group by employee_id, hire_date, track, run
order by run_start, employee_id;
