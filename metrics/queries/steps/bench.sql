-- step: one row per live nomination with the person's willingness (`bench`), one row per role with its people (`cover`)
-- keeps: bench, cover, in_service
holders as (
    select
        role_id, incumbent_id, known_from > $as_of as known_later,
        row_number() over (
            partition by role_id
            order by
                known_from > $as_of,
                case when known_from <= $as_of then known_from end desc,
                case when known_from <= $as_of then load_id end desc,
                known_from, load_id
        ) as newest
    from role_incumbents
),
roles as (
    select
        r.role_id, r.title, r.business_unit, r.location, r.job_family, r.job_level, r.track, r.criticality,
        case when h.role_id is null then r.incumbent_id else h.incumbent_id end as incumbent_id,
        coalesce(h.known_later, false) as known_later
    from critical_roles as r
    left join holders as h on h.role_id = r.role_id and h.newest = 1
),
-- a person named twice for a role counts once, at the better readiness
nominations as (
    select
        n.role_id, n.employee_id, r.track = 'manager' as leads_people,
        min(case n.readiness when 'ready_now' then 1 when 'ready_1_2_years' then 2 else 3 end) as readiness,
        case when bool_or(n.willing = 'no') then 'no' when bool_or(n.willing = 'yes') then 'yes' end as own_word
    from successors as n
    join roles as r on r.role_id = n.role_id
    where (n.nominated_on is null or n.nominated_on <= $as_of)
        and (n.removed_on is null or n.removed_on > $as_of)
        and (r.incumbent_id is null or r.incumbent_id <> n.employee_id)
    group by n.role_id, n.employee_id, r.track
),
people as (
    select employee_id from nominations
    union
    select incumbent_id from roles where incumbent_id is not null
),
in_service as (
    select employee_id, max(hire_date) as hire_date
    from bench_spells
    where employee_id in (select employee_id from people)
        and spell_start <= $as_of and (spell_end is null or spell_end > $as_of)
    group by employee_id
),
-- so many months before the day as the company has chosen; before a month's last day lies a month's last day
chosen as (
    select cast(value as integer) as answer_months
    from settings
    where name = 'answer_months'
),
horizon as (
    select
        case when last_day(cast($as_of as date)) = cast($as_of as date)
            then last_day(cast($as_of as date) - answer_months * interval 1 month)
            else cast(cast($as_of as date) - answer_months * interval 1 month as date) end as answers_from
    from chosen
),
answers as (
    select
        o.employee_id, o.outcome,
        rank() over (partition by o.employee_id order by coalesce(o.decided_on, o.offered_on) desc) as newest
    from promotion_offers as o
    cross join horizon as z
    where o.employee_id in (select employee_id from in_service)
        and o.offered_track = 'manager' and o.outcome in ('accepted', 'declined')
        and coalesce(o.decided_on, o.offered_on) <= $as_of
        and coalesce(o.decided_on, o.offered_on) > z.answers_from
),
latest_answer as (
    select employee_id, case when bool_or(outcome = 'declined') then 'no' else 'yes' end as answer
    from answers
    where newest = 1
    group by employee_id
),
-- the newest roster not after the day that asked for the preference, else the oldest after it
wishes as (
    select
        w.employee_id, w.career_preference,
        row_number() over (
            partition by w.employee_id
            order by
                w.as_of > $as_of,
                case when w.as_of <= $as_of then w.as_of end desc,
                case when w.as_of <= $as_of then w.load_id end desc,
                w.as_of, w.load_id
        ) as newest
    from watched_wishes as w
    join in_service as s on s.employee_id = w.employee_id and s.hire_date = w.hire_date
),
latest_wish as (
    select
        employee_id,
        case
            when career_preference = 'people_manager' then 'yes'
            when career_preference in ('specialist', 'project_lead', 'innovator') then 'no'
        end as wish
    from wishes
    where newest = 1
),
bench as (
    select
        n.role_id, n.employee_id, n.readiness,
        count(*) filter (where n.readiness = 1) over (partition by n.employee_id) as ready_for,
        coalesce(n.own_word, case when n.leads_people then coalesce(a.answer, w.wish) end, 'unknown') as willing,
        case when n.own_word is not null then 'list' when a.answer is not null then 'offer' else 'preference' end as told_by
    from nominations as n
    join in_service as s on s.employee_id = n.employee_id
    left join latest_answer as a on a.employee_id = n.employee_id
    left join latest_wish as w on w.employee_id = n.employee_id
),
cover as (
    select
        r.role_id, r.title, r.business_unit, r.location, r.job_family, r.job_level, r.track, r.criticality, r.incumbent_id,
        r.known_later, r.incumbent_id is not null and h.employee_id is null as holder_gone,
        count(b.employee_id) as named,
        count(*) filter (where b.readiness = 1) as ready_now,
        count(*) filter (where b.readiness = 2) as ready_1_2_years,
        count(*) filter (where b.readiness = 3) as ready_3_5_years,
        count(*) filter (where b.readiness = 1 and b.ready_for > 1) as shared,
        coalesce(list(b.employee_id order by b.employee_id) filter (where b.readiness = 1 and b.willing = 'yes'), []) as willing_people,
        coalesce(list(b.employee_id order by b.employee_id) filter (where b.readiness = 1 and b.willing = 'unknown'), []) as unknown_people,
        coalesce(list(b.employee_id order by b.employee_id) filter (where b.readiness = 1 and b.willing = 'no'), []) as unwilling_people
    from roles as r
    left join bench as b on b.role_id = r.role_id
    left join in_service as h on h.employee_id = r.incumbent_id
    group by all
)
