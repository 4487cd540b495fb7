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
-- finish: bench_turnover

with {steps.fillings},
counted as (
    select {f.by,} f.role_id, f.employee_id, f.filled_on, f.undated, f.was_named
    from fillings as f
    where true{f.where}
)
select
    {by,} count(*) as roles_filled, count(*) filter (where was_named) as from_bench, count(*) filter (where undated) as _undated
from counted
group by grouping sets (({by}))
