-- question: Which critical roles count on people who have said no, or whom nobody has asked?
-- answer: The critical roles whose ready-now successors include nobody known to be willing, with who said no and how, and who was never asked.
-- definition: Live nominations, readiness and willingness are those of successor_coverage, on the as-of day. A role is listed when it has
--   at least one ready-now successor and none of them is known to be willing. Everybody ready now for it is then either said_no
--   or never_asked. said_no is told apart by what spoke: no_on_list, the nomination itself says no; declined_offer,
--   the latest answer to an offer on the manager track within the months that successor_coverage names was no; prefers_other, the person wants to be a specialist,
--   project lead or innovator. rests_on: said_no, everybody ready now has said no; never_asked, nobody ready now was asked; both, some of each.
-- grain: One row per critical role that rests on such people, the most critical first.
-- columns:
--   role_id (id): the role
--   title (text): its title
--   business_unit (name): its unit
--   criticality (level): 1 is the highest, 3 the lowest
--   ready_now (people): live successors ready now, none of them known to be willing
--   said_no (people): of those, known to be unwilling
--   no_on_list (people): of said_no, by the nomination's own word
--   declined_offer (people): of said_no, by declining an offer to manage
--   prefers_other (people): of said_no, by the career they prefer
--   never_asked (people): of ready_now, nobody knows whether they would
--   rests_on (name): said_no, never_asked or both
--   said_no_ids (ids): who said no, parted by semicolons
--   never_asked_ids (ids): who was never asked, parted by semicolons
-- groups: business_unit, location, job_family, job_level, track, criticality
-- needs: day
-- source: Own definition.

with {steps.bench},
ready as (
    select role_id, employee_id, willing, told_by
    from bench
    where readiness = 1
),
resting as (
    select
        role_id,
        count(*) as ready_now,
        count(*) filter (where willing = 'no') as said_no,
        count(*) filter (where willing = 'no' and told_by = 'list') as no_on_list,
        count(*) filter (where willing = 'no' and told_by = 'offer') as declined_offer,
        count(*) filter (where willing = 'no' and told_by = 'preference') as prefers_other,
        count(*) filter (where willing = 'unknown') as never_asked,
        coalesce(string_agg(employee_id, '; ' order by employee_id) filter (where willing = 'no'), '') as said_no_ids,
        coalesce(string_agg(employee_id, '; ' order by employee_id) filter (where willing = 'unknown'), '') as never_asked_ids
    from ready
    group by role_id
    having count(*) filter (where willing = 'yes') = 0
)
select
    r.role_id, r.title, r.business_unit, r.location, r.job_family, r.job_level, r.track, r.criticality,
    w.ready_now, w.said_no, w.no_on_list, w.declined_offer, w.prefers_other, w.never_asked, w.said_no_ids, w.never_asked_ids,
    case when w.never_asked = 0 then 'said_no' when w.said_no = 0 then 'never_asked' else 'both' end as rests_on
from cover as r
join resting as w on w.role_id = r.role_id
where true{r.where}
order by r.criticality nulls last, r.role_id
