-- part: of promotion_refusals: the same at each of $days month ends from $first on, each offer read once
with days as (
    select
        last_day(cast($first as date) + month * interval 1 month) as as_of,
        last_day(cast($first as date) + (month - $months) * interval 1 month) as opened
    from range($days) as months (month)
),
span as (
    select min(as_of) as first, max(as_of) as last, min(opened) as opened from days
),
known as (
    select
        offer_id, employee_id, coalesce(offered_track, 'unknown') as offered_track, offered_on, outcome,
        decided_on is null as undated, case when outcome <> 'pending' then coalesce(decided_on, offered_on) end as answered_on
    from promotion_offers
),
at_answer as (
    select k.*, s.* exclude (offer_id)
    from known as k
    left join (select * from offer_spells where moment = 'decided' and day > (select opened from span)) as s
        on s.offer_id = k.offer_id
    where k.answered_on > (select opened from span) and k.answered_on <= (select last from span)
),
at_offer as (
    select k.*, s.* exclude (offer_id)
    from known as k
    left join (select * from offer_spells where moment = 'offered') as s on s.offer_id = k.offer_id
    where k.offered_on <= (select last from span)
        and (k.answered_on is null or k.answered_on > (select first from span))
),
open_on as (
    select d.as_of, d.opened, o.*
    from at_offer as o
    join days as d on o.offered_on <= d.as_of and (o.answered_on is null or o.answered_on > d.as_of)
),
still_here as (
    select distinct a.as_of, a.employee_id
    from (select distinct as_of, employee_id from open_on where offered_on > opened) as a
    join watched_spells as s
        on s.employee_id = a.employee_id and s.spell_start <= a.as_of and (s.spell_end is null or s.spell_end > a.as_of)
),
placed as (
    select d.as_of, o.outcome as state, o.undated, o.* exclude (outcome, undated)
    from at_answer as o
    join days as d on o.answered_on > d.opened and o.answered_on <= d.as_of
    union all by name
    select
        o.as_of, case when o.offered_on > o.opened and h.employee_id is not null then 'pending' else 'stale' end as state,
        false as undated, o.* exclude (as_of, opened, outcome, undated)
    from open_on as o
    left join still_here as h on h.employee_id = o.employee_id and h.as_of = o.as_of
),
-- one row a person first: to tell persons apart over and over is what takes long
persons as (
    select
        as_of, {p.by,} p.employee_id,
        count(*) filter (where p.state = 'accepted') as accepted,
        count(*) filter (where p.state = 'declined') as declined,
        count(*) filter (where p.state = 'pending') as pending,
        count(*) filter (where p.state = 'withdrawn') as withdrawn,
        count(*) filter (where p.state = 'stale') as stale,
        count(*) as every,
        count(*) filter (where p.undated) as undated,
        count(*) filter (where p.assumed) as assumed,
        count(*) filter (where p.track_derived) as track_derived
    from (select * replace (coalesce(track, 'unknown') as track) from placed) as p
    where true{p.where}
    group by all
)
select
    {by,} as_of,
    cast(sum(every - stale) as bigint) as offers,
    cast(sum(accepted) as bigint) as accepted,
    cast(sum(declined) as bigint) as declined,
    cast(sum(pending) as bigint) as pending,
    cast(sum(withdrawn) as bigint) as withdrawn,
    cast(sum(stale) as bigint) as stale,
    count(*) filter (where every > stale) as people_offered,
    count(*) filter (where declined > 0) as people_declined,
    coalesce(nullif(count(*) filter (where every > stale), 0), count(*)) as _size,
    cast(sum(every) as bigint) as _of,
    cast(sum(undated) as bigint) as _undated,
    cast(sum(assumed) as bigint) as _assumed,
    cast(sum(track_derived) as bigint) as _derived
from persons
group by {by,} as_of
