-- step: one row per promotion offer that counts on the day or in the window: its state and the person's groups (`placed`)
-- keeps: placed
decided as (
    select
        *,
        case when outcome <> 'pending' and coalesce(decided_on, offered_on) <= $as_of
            then coalesce(decided_on, offered_on) end as decided_day
    from promotion_offers
),
seen as (
    select *, coalesce(decided_day, offered_on) as groups_on
    from decided
    where decided_day > $opened or (decided_day is null and offered_on <= $as_of)
),
still_here as (
    select distinct employee_id
    from watched_spells
    where employee_id in (select employee_id from seen where decided_day is null and offered_on > $opened)
        and spell_start <= $as_of and (spell_end is null or spell_end > $as_of)
),
stated as (
    select
        o.offer_id, o.employee_id, o.decline_reason, o.groups_on, coalesce(o.offered_track, 'unknown') as offered_track,
        o.decided_day is not null and o.decided_on is null as undated,
        case
            when o.decided_day is not null then o.outcome
            when o.offered_on > $opened and h.employee_id is not null then 'pending'
            else 'stale'
        end as state
    from seen as o
    left join still_here as h on h.employee_id = o.employee_id
),
spell_then as (
    select * from offer_spells where moment = 'decided' and day > $opened and day <= $as_of
    union all
    select * from offer_spells where moment = 'offered' and offer_id in (select offer_id from seen where decided_day is null)
),
placed as (
    select
        o.*, coalesce(s.track, 'unknown') as track, s.job_level, s.business_unit, s.department, s.location, s.country,
        s.job_family, s.gender, s.generation, coalesce(s.assumed, false) as assumed,
        coalesce(s.track_derived, false) as track_derived
    from stated as o
    left join spell_then as s on s.offer_id = o.offer_id
)
