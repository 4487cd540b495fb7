-- question: Who could step into each critical role, and is that cover real?
-- answer: For every critical role, how many people are named and ready, how many of those are willing, and what is missing.
-- definition: Let D be the as-of day. A nomination is live when it was made on or before D (or has no date), was not removed on
--   or before D, and the person is in service at the end of D and is not the role's incumbent. Somebody named twice for one role
--   counts once, at the better readiness. Whether they are willing is taken from the first of these that speaks: 1. the
--   nomination itself (of two nominations for the same role any no counts as no, else any yes as yes); for roles on the manager
--   track then 2. the person's latest answer to an offer on the manager track within the 24 months up to D, or as
--   many as the company has chosen (accepted = yes,
--   declined = no, both on one day = no); 3. the career preference in the newest roster not after D, else the oldest one after it
--   (people_manager = yes; specialist, project_lead, innovator = no). When none speaks they are unknown: not asked is not a yes.
--   The three filled columns fill all the company's roles at once, each person taking one role at most, so that as many
--   roles as possible are filled; roles are served by criticality (1 first, missing last), then by role_id. filled_effective
--   uses every ready-now successor, filled_willing_or_unknown leaves out the unwilling, filled_willing takes known-willing
--   ones only. Filters choose the rows shown, after that. gap is the first of these that applies: none_named, no live
--   successor; none_ready, nobody ready now; none_willing, everybody ready now is unwilling; contested, not filled in
--   filled_willing_or_unknown because the people are needed elsewhere; one_deep, one ready-now successor who is not
--   unwilling; covered. The incumbent is the one known on D, else the earliest known later, and the note says so.
-- grain: One row per critical role, the most critical first.
-- columns:
--   role_id (id): the role
--   title (text): its title
--   business_unit (name): its unit
--   criticality (level): 1 is the highest, 3 the lowest
--   incumbent_id (id): who holds it; empty when vacant
--   vacant (yes/no): whether nobody holds it
--   named (people): live successors
--   ready_now (people): of those, ready now
--   ready_1_2_years (people): of those, ready in one to two years
--   ready_3_5_years (people): of those, ready in three to five years
--   ready_willing (people): ready now and known to be willing
--   ready_unknown (people): ready now, and nobody knows whether they would
--   ready_unwilling (people): ready now and known to be unwilling
--   shared (people): ready now, and ready now for another critical role too
--   filled_effective (yes/no): filled when each ready-now person takes one role at most
--   filled_willing_or_unknown (yes/no): the same without the unwilling
--   filled_willing (yes/no): the same with the known-willing only
--   gap (name): none_named, none_ready, none_willing, contested, one_deep or covered
-- groups: business_unit, location, job_family, job_level, track, criticality
-- needs: day
-- source: Own definition; maximum bipartite matching in order of criticality (a transversal matroid).
-- finish: bench

with {steps.bench}
select c.*, c.incumbent_id is null as vacant, coalesce(true{c.where}, false) as _shown
from cover as c
order by c.criticality nulls last, c.role_id
