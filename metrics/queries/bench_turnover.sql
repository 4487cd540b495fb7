-- question: When a critical role is filled, does it go to somebody from its bench?
-- answer: How many fillings of critical roles there were in the window, and how many went to somebody named for that role beforehand.
-- definition: Let D be the as-of day and O the day M months before it (12 unless said; month end to month end). A role is filled on
--   its incumbent_since; where an incumbent came without that day, but differs from the one an earlier load of the roles held, the day of
--   the load that first shows them stands in, and the note says so. An incumbent without that day in the first load of a role is
--   no filling: nobody knows when they came. roles_filled counts fillings after O and not after D; a role filled twice counts twice.
--   from_bench counts those that went to somebody whose nomination for that very role was live at the end of the day
--   before: made by then (or without a date), not removed by then, the person in service. share = from_bench ÷ roles_filled; low and
--   high are Wilson's 95 % interval.
-- grain: One row per group.
-- columns:
--   roles_filled (roles): fillings in the window
--   from_bench (roles): of those, with somebody live on that role's bench the day before
--   share (share): from_bench ÷ roles_filled
--   low (share): lower end of the 95 % interval
--   high (share): upper end of the 95 % interval
-- groups: business_unit, location, job_family, job_level, track, criticality
-- needs: window
-- source: Own definition, after the bench success rate of succession planning; Wilson (1927).
-- finish: appointments

with changes as (
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
fillings as (
    select role_id, incumbent_id, coalesce(since, known_from) as filled_on, since is null as undated
    from appointed
    where (since is not null or number > 1) and coalesce(since, known_from) > $opened and coalesce(since, known_from) <= $as_of
),
counted as (
    select
        {r.by,} f.role_id, f.incumbent_id as employee_id, f.filled_on, f.undated,
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
    from fillings as f
    join critical_roles as r on r.role_id = f.role_id
    where true{r.where}
)
select
    {by,} count(*) as roles_filled, count(*) filter (where was_named) as from_bench, count(*) filter (where undated) as _undated
from counted
group by grouping sets (({by}))
