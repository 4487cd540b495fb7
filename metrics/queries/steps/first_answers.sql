-- step: one row per person: the first answer to a promotion in 36 months, with the groups that day (`first_answers`)
-- keeps: first_answers
horizon as (
    select
        -- before a month's last day lies a month's last day
        case when last_day(cast($as_of as date)) = cast($as_of as date)
            then last_day(cast($as_of as date) - interval 36 month)
            else cast(cast($as_of as date) - interval 36 month as date) end as three_years_before
),
answers as (
    select
        o.offer_id, o.employee_id, o.outcome, coalesce(o.offered_track, 'unknown') as offered_track,
        o.decided_on is null as undated, coalesce(o.decided_on, o.offered_on) as decided_day,
        row_number() over (
            partition by o.employee_id order by coalesce(o.decided_on, o.offered_on), o.offered_on, o.offer_id
        ) as nth
    from promotion_offers as o
    cross join horizon as z
    where o.outcome in ('accepted', 'declined')
        and coalesce(o.decided_on, o.offered_on) > z.three_years_before and coalesce(o.decided_on, o.offered_on) <= $as_of
),
first_answers as (
    select
        a.employee_id, a.outcome, a.offered_track, a.undated, a.decided_day, s.* exclude (offer_id),
        case when s.left_on <= $as_of then s.left_on end as last_day
    from answers as a
    join offer_spells as s on s.offer_id = a.offer_id and s.moment = 'decided' and s.day = a.decided_day
    where a.nth = 1 and s.day > (select three_years_before from horizon)
)
