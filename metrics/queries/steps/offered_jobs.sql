-- step: one row per answered offer: what the offered role is like beside what the person had (`offered_jobs`)
-- keeps: offered_jobs
{steps.offers},
answers as (
    select o.offer_id, o.employee_id, o.offered_on, o.offered_level, r.role_id, r.job_level, r.business_unit, r.location
    from promotion_offers as o
    left join critical_roles as r on r.role_id = o.role_id
    where o.offer_id in (select offer_id from placed where state in ('accepted', 'declined'))
),
own as (
    select
        offer_id, job_level, location, row_number() over (partition by offer_id order by hire_date) as first
    from offer_spells
    where moment = 'before' and offer_id in (select offer_id from answers)
),
held as (
    select *, lead(known_from) over (partition by role_id order by known_from, load_id) as next_from
    from role_incumbents
),
holders as (
    select
        a.offer_id, h.incumbent_id,
        case when h.known_from > a.offered_on then h.known_from else least(a.offered_on, h.next_from - 1) end as seen_on,
        row_number() over (
            partition by a.offer_id
            order by
                h.known_from > a.offered_on,
                case when h.known_from <= a.offered_on then h.known_from end desc,
                h.known_from
        ) as nth
    from answers as a
    join held as h on h.role_id = a.role_id
    where h.incumbent_id <> a.employee_id and h.known_from <= $as_of
),
reporting as (  -- ids of another system, or everybody their own manager, say nothing of who leads whom
    select exists (
        select 1 from employment_spells
        where employee_id in (select distinct manager_id from reports_to where manager_id <> employee_id)
    ) as known
),
teams as (
    select h.offer_id, case when (select known from reporting) then count(t.employee_id) end as reports
    from holders as h
    left join reports_to as t
        on t.manager_id = h.incumbent_id and t.employee_id <> h.incumbent_id
        and t.from_date <= h.seen_on and (t.to_date is null or t.to_date > h.seen_on)
    where h.nth = 1
    group by h.offer_id
),
offered_jobs as (
    select
        a.offer_id, a.business_unit as unit, t.reports, coalesce(a.offered_level, a.job_level) - o.job_level as step,
        a.location <> o.location as moves
    from answers as a
    left join own as o on o.offer_id = a.offer_id and o.first = 1
    left join teams as t on t.offer_id = a.offer_id
)
