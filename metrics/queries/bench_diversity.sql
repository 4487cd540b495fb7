-- question: Do our successors look like the people they come from?
-- answer: The share of the successors that each group makes up, beside its share of the workforce at the same job levels.
-- definition: Successors are the people with at least one live nomination on the as-of day, as in successor_coverage, each counted once
--   (option readiness=ready_now: ready now for at least one role). The groups are the person's own on that day, such as gender
--   or generation; without one there is a single row. share = successors of the group ÷ all successors. The workforce is everybody in
--   service at the end of the day, the successors included, on the job levels the successors have; people without a level are a
--   level of their own. workforce_share is the share the group would have if each successor were drawn by lot from the people on
--   the same level: per level, take the group's share of the people there; weight it by that level's share of the successors;
--   add up. gap = share − workforce_share: below 0 the group is named less than it is there. low and high are Wilson's 95 %
--   interval of share. Filters narrow the successors and the workforce alike.
-- grain: One row per group that is on those levels.
-- columns:
--   successors (people): of the group, with a live nomination
--   share (share): successors ÷ all successors
--   low (share): lower end of the 95 % interval of share
--   high (share): upper end of the 95 % interval of share
--   workforce (people): of the group, in service on the levels of the successors
--   workforce_share (share): what share would be if lots were drawn at the same levels
--   gap (share): share − workforce_share
-- groups: gender, generation, track, business_unit, department, location, country, job_family, job_level
-- options:
--   readiness=any|ready_now (default any): which nominations make a successor
-- needs: day
-- size: successors
-- source: Own definition; direct standardisation by level; Wilson (1927) for the interval.
-- finish: bench_diversity

with {steps.bench},
named as (
    select employee_id
    from bench
    where $readiness = 'any' or readiness = 1
    group by employee_id
),
here as (
    select {s.by,} s.job_level as level, n.employee_id is not null as is_named, s.assumed, s.track_derived
    from employment_spells as s
    left join named as n on n.employee_id = s.employee_id
    where s.spell_start <= $as_of and (s.spell_end is null or s.spell_end > $as_of){s.where}
),
counted as (
    select
        {by,} level, count(*) as people, count(*) filter (where is_named) as named,
        count(*) filter (where assumed) as assumed, count(*) filter (where track_derived) as derived
    from here
    group by {by,} level
),
levels as (
    select level, sum(people) as people, sum(named) as named, sum(sum(named)) over () as all_named
    from counted
    group by level
)
select
    {by,}
    sum(c.named) as successors,
    max(l.all_named) as all_successors,
    sum(c.people) as workforce,
    sum(c.people / l.people * l.named) / max(l.all_named) as workforce_share,
    sum(c.people) as _of,
    sum(c.assumed) as _assumed,
    sum(c.derived) as _derived
from counted as c
join levels as l on l.level is not distinct from c.level
where l.named > 0
group by grouping sets (({by}))
