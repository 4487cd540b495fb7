-- step: one row per filling of a critical role in the window, and whether it went to somebody on its bench (`fillings`)
-- keeps: fillings
changes as (
    select
        role_id, incumbent_id, incumbent_since, known_from,
        row_number() over (partition by role_id order by load_id, known_from) as number,
        row_number() over (partition by role_id order by load_id desc, known_from desc) = 1 as is_newest
    from role_incumbents
),
appointed as (
    select
        c.role_id, c.incumbent_id, c.number, c.known_from,
        -- a later load may have brought the day without changing the incumbent
        coalesce(c.incumbent_since, case when c.is_newest and r.incumbent_id = c.incumbent_id then r.incumbent_since end) as since
    from changes as c
    join critical_roles as r on r.role_id = c.role_id
    where c.incumbent_id is not null
),
dated as (
    select role_id, incumbent_id, coalesce(since, known_from) as filled_on, since is null as undated
    from appointed
    where (since is not null or number > 1) and coalesce(since, known_from) > $opened and coalesce(since, known_from) <= $as_of
),
fillings as (
    select
        r.business_unit, r.location, r.job_family, r.job_level, r.track, r.criticality,
        f.role_id, f.incumbent_id as employee_id, f.filled_on, f.undated,
        exists (
            select 1 from successors as n
            where n.role_id = f.role_id and n.employee_id = f.incumbent_id
                and (n.nominated_on is null or n.nominated_on < f.filled_on)
                and (n.removed_on is null or n.removed_on >= f.filled_on)
        ) and exists (
            select 1 from bench_spells as s
            where s.employee_id = f.incumbent_id
                and s.spell_start < f.filled_on and (s.spell_end is null or s.spell_end >= f.filled_on)
        ) as was_named
    from dated as f
    join critical_roles as r on r.role_id = f.role_id
)
