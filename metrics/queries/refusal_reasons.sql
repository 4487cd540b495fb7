-- question: Why do people say no to a promotion?
-- answer: The promotion offers declined in the window, by the reason the person gave.
-- definition: The same declined offers as in promotion_refusals: decided after O and not after D, where D is the as-of day and O
--   the day M months before it (12 unless said); where the decision has no date, the day of the offer stands in. Each counts
--   once, under its decline reason. Offers declined without a reason on record are the reason not_recorded, shown last.
--   share = declined for that reason ÷ all declined in the group, not_recorded included. The groups are those of the person on
--   the day of the decision, as in promotion_refusals.
-- grain: One row per group and reason that was given at least once.
-- columns:
--   reason (name): people_management, workload, wellbeing, craft, relocation, pay, timing, family, other, not_recorded
--   declined (offers): offers declined for that reason
--   share (share): of all offers declined in the group
-- groups: track, business_unit, department, location, country, job_family, job_level, gender, generation, offered_track
-- needs: window
-- source: Own definition.
-- finish: refusals

with {steps.offers},
counted as (
    select
        {p.by,} coalesce(p.decline_reason, 'not_recorded') as reason, p.employee_id, p.undated, p.assumed, p.track_derived
    from placed as p
    where p.state = 'declined'{p.where}
),
compared as (
    select
        *,
        count(*) over (partition by {by,} true) as declined_in_group,
        count(distinct employee_id) over (partition by {by,} true) as people_in_group
    from counted
)
select
    {by,} reason,
    count(*) as declined,
    count(*) / max(declined_in_group) as share,
    max(people_in_group) as _size,
    count(*) as _of,
    count(*) filter (where undated) as _undated,
    count(*) filter (where assumed) as _assumed,
    count(*) filter (where track_derived) as _derived
from compared
group by {by,} reason
order by reason = 'not_recorded', declined desc, reason
