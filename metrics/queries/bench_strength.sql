-- question: How strong is our bench really, once nobody is counted twice and nobody is assumed to be willing?
-- answer: The share of critical roles that are covered, step by step from the paper bench to the real one.
-- definition: All steps look at the same critical roles on the as-of day; live nominations, readiness and willingness are those
--   of successor_coverage. named: at least one live successor. ready: at least one ready now. effective: filled when all roles are
--   filled at once from the ready-now successors, each person taking one role at most, so that as many roles as possible
--   are filled, the most critical first. willing_or_unknown: the same without people known to be unwilling for that role.
--   willing: the same with the known-willing only. Beside these, two_deep: at least two ready-now successors who are not
--   unwilling. share = covered ÷ roles; low and high are Wilson's 95 % interval. The filling is always done for the whole
--   company; a group's row counts that group's roles filled in it, and filters choose roles after it. In one group, not in the
--   company, a later step can therefore count more than an earlier one: somebody no longer taken elsewhere is free again.
-- grain: One row per group and step, in the order named, ready, effective, willing_or_unknown, willing, two_deep.
-- columns:
--   step (name): named, ready, effective, willing_or_unknown, willing or two_deep
--   roles (roles): critical roles
--   covered (roles): of those, covered at this step
--   share (share): covered ÷ roles
--   low (share): lower end of the 95 % interval
--   high (share): upper end of the 95 % interval
-- groups: business_unit, location, job_family, job_level, track, criticality
-- needs: day
-- source: Own definition; maximum bipartite matching in order of criticality (a transversal matroid); Wilson (1927).
-- finish: bench

with {steps.bench}
select
    {c.by,} c.role_id, c.named, c.ready_now, c.willing_people, c.unknown_people, c.unwilling_people, c.known_later,
    coalesce(true{c.where}, false) as _shown
from cover as c
order by c.criticality nulls last, c.role_id
