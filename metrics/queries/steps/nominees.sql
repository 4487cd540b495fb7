-- step: one row per role of `cover`, with everybody named for it as three lists of one order: who, how soon, and whether they would (`nominees`)
-- keeps: nominees
{steps.bench},
named as (
    select
        role_id, list(employee_id order by employee_id) as people, list(readiness order by employee_id) as readiness,
        list(willing order by employee_id) as wishes
    from bench
    group by role_id
),
nominees as (
    select
        c.*, c.incumbent_id is null or c.holder_gone as vacant,
        coalesce(n.people, []) as people, coalesce(n.readiness, []) as readiness, coalesce(n.wishes, []) as wishes
    from cover as c
    left join named as n on n.role_id = c.role_id
)
