-- question: Why does another system give another figure for the same bench?
-- answer: Our bench counted by the rules of others and by our own, side by side, so that figures can be reconciled.
-- definition: All rows count the same critical roles and live nominations on the as-of day, as in successor_coverage; without roles a
--   value is empty. ISO/TS 30433 successor coverage: 100 × people named for at least one role ÷ roles; it counts people, not
--   roles, and can pass 100 %. Named coverage: 100 × roles with at least one person named ÷ roles. Ready coverage: the same with at
--   least one ready now. Infor, confirmed successor: the same with at least one, at any readiness, who is known to be willing (an export
--   holds no other confirmation). SAP bench strength: each role by its best readiness, one row for each readiness and one for roles
--   with nobody named; the four add up to 100. Nakisa and CompetencyCore, fractional bench: each person named counts as 1 ÷ the number of
--   roles they are named for, added up and divided by the roles; so somebody on five lists is a fifth of a successor on each. Ours: the steps
--   effective, willing_or_unknown and willing of bench_strength: 100 × roles filled when all roles are filled at once,
--   each person taking one role at most, by everybody ready now, by those not unwilling, by the known-willing only, ÷ roles.
--   Grouped, a row counts the group's roles and the people named for them; on how many lists somebody stands, and who fills
--   which role, is settled for the whole company, and filters choose roles after that.
-- grain: One row per definition (and group).
-- columns:
--   definition (name): whose rule it is, and what it is called
--   source (text): where the rule comes from
--   value (in the unit named): the figure by that rule
--   unit (text): %, or successors per role
-- groups: business_unit, location, job_family, job_level, track, criticality
-- needs: day
-- source: ISO/TS 30433:2021 (its 100 % means as many potential successors as leadership positions); the rules of Infor HCM,
--   SAP SuccessFactors, Nakisa and CompetencyCore as they are commonly described; bench_strength.
-- finish: bench_definitions

with {steps.bench},
lists as (
    select role_id, employee_id, willing, 1.0 / count(*) over (partition by employee_id) as fraction
    from bench
),
per_role as (
    select
        role_id, list(employee_id order by employee_id) as people, bool_or(willing = 'yes') as confirmed,
        sum(fraction) as fractions
    from lists
    group by role_id
)
select
    c.*, coalesce(l.people, []) as people, coalesce(l.confirmed, false) as confirmed, coalesce(l.fractions, 0) as fractions,
    coalesce(true{c.where}, false) as _shown
from cover as c
left join per_role as l on l.role_id = c.role_id
order by c.criticality nulls last, c.role_id
