-- step: one row per person on either track: full-time yearly pay in the newest roster not after the day that has salaries, else the oldest after it (`paid`)
-- keeps: paid
here as (
    select * exclude (spell_start, spell_end, end_reason, left_on, left_as, birth_date)
    from employment_spells
    where spell_start <= $as_of and (spell_end is null or spell_end > $as_of) and track in ('ic', 'manager')
),
asking as (
    select distinct load_id, as_of from rosters where list_contains(fields_given, 'base_salary')
),
{steps.ordered},
-- nearly everybody stands in the first roster asked for; only for the others are the rest searched
in_first as (
    select
        h.*, w.employee_id is not null as listed, w.currency,
        cast(w.base_salary as double) / nullif(coalesce(cast(w.fte as double), 1), 0) as pay
    from here as h
    left join (
        select * from roster_rows
        where load_id = (select load_id from ordered where place = 1) and as_of = (select as_of from ordered where place = 1)
    ) as w on w.employee_id = h.employee_id and w.hire_date = h.hire_date
),
in_others as (
    select
        w.employee_id, w.hire_date, w.currency,
        cast(w.base_salary as double) / nullif(coalesce(cast(w.fte as double), 1), 0) as pay,
        row_number() over (partition by w.employee_id, w.hire_date order by o.place) as newest
    from roster_rows as w
    join ordered as o on o.load_id = w.load_id and o.as_of = w.as_of
    where w.employee_id in (select employee_id from in_first where not listed)
),
paid as (
    select
        f.* exclude (pay, currency), coalesce(case when f.listed then f.currency else o.currency end, 'unknown') as currency,
        case when f.listed then f.pay else o.pay end as pay
    from in_first as f
    left join in_others as o on o.employee_id = f.employee_id and o.hire_date = f.hire_date and o.newest = 1
)
