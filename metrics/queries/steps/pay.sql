-- One row per employment: full-time yearly pay in the newest roster not after the day that has salaries, else the oldest after it.
asking as (
    select distinct load_id, as_of from rosters where list_contains(fields_given, 'base_salary')
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
salaries as (
    select
        w.employee_id, w.hire_date, o.place, coalesce(w.currency, 'unknown') as currency,
        cast(w.base_salary as double) / nullif(coalesce(cast(w.fte as double), 1), 0) as pay
    from roster_rows as w
    join ordered as o on o.load_id = w.load_id and o.as_of = w.as_of
),
-- nearly everybody stands in the first roster asked for; only for the others are the rest searched
first_asked as (
    select * from salaries where place = 1
),
later_asked as (
    select employee_id, hire_date, min(place) as place, arg_min(currency, place) as currency, arg_min_null(pay, place) as pay
    from salaries
    where place > 1
        and (employee_id, hire_date) in (
            select (h.employee_id, h.hire_date)
            from here as h
            anti join first_asked as f on f.employee_id = h.employee_id and f.hire_date = h.hire_date
        )
    group by employee_id, hire_date
),
pay as (
    select employee_id, hire_date, currency, pay from first_asked
    union all
    select employee_id, hire_date, currency, pay from later_asked
)
