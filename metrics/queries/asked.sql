-- question: Of the people on our benches, whose wish do we know?
-- answer: How many successors there are, and how many of them are known to be willing, unwilling, or were never asked.
-- definition: Everybody with at least one live nomination on the as-of day, each counted once; live nominations and willingness
--   are those of successor_coverage. Somebody named for several roles is willing_no when unwilling for any of them (mixed answers are a no), else
--   willing_yes when willing for any, else willing_unknown. never_asked_share = willing_unknown ÷ successors. Grouped by the
--   role's own attributes, a person counts in every group that names them, by the nominations there.
-- grain: One row per group.
-- columns:
--   successors (people): with at least one live nomination
--   ready_now (people): of those, ready now for at least one role
--   willing_yes (people): known to be willing
--   willing_no (people): known to be unwilling for at least one role
--   willing_unknown (people): nobody knows
--   never_asked_share (share): willing_unknown ÷ successors
-- groups: business_unit, location, job_family, job_level, track, criticality
-- needs: day
-- size: successors
-- source: Own definition.

with {steps.bench},
grouped as (
    select {r.by,} b.employee_id, b.readiness, b.willing
    from bench as b
    join cover as r on r.role_id = b.role_id
    where true{r.where}
),
persons as (
    select
        {by,} employee_id, bool_or(readiness = 1) as ready,
        case when bool_or(willing = 'no') then 'no' when bool_or(willing = 'yes') then 'yes' else 'unknown' end as willing
    from grouped
    group by {by,} employee_id
)
select
    {by,}
    count(*) as successors,
    count(*) filter (where ready) as ready_now,
    count(*) filter (where willing = 'yes') as willing_yes,
    count(*) filter (where willing = 'no') as willing_no,
    count(*) filter (where willing = 'unknown') as willing_unknown,
    count(*) filter (where willing = 'unknown') / nullif(count(*), 0) as never_asked_share
from persons
group by grouping sets (({by}))
