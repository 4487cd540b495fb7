-- question: Which critical roles would stand differently if these people left, said no, said yes, or became ready?
-- answer: The critical roles whose standing a supposed change would alter, with their gap and whether they end empty, before and after.
-- definition: What may be supposed is what what_if takes; nothing is stored. gap is that of successor_coverage. A role ends empty as in
--   vacancy_stress, with nobody leaving but those named here: everybody who holds a role may keep it or step into any role they
--   are named for, ready now and not known to be unwilling; nobody fills two roles; as many roles as possible are filled,
--   the most critical first. A role is listed when its gap changes, when it becomes or stops being empty, or when its incumbent
--   is among those who leave. What changes is worked out for the whole company; filters choose the roles listed.
-- grain: One row per critical role that stands differently, the most critical first.
-- columns:
--   role_id (id): the role
--   title (text): its title
--   business_unit (name): its unit
--   criticality (level): 1 is the highest, 3 the lowest
--   vacated (yes/no): its incumbent is among those who leave
--   gap_before (name): its gap today
--   gap_after (name): its gap then
--   empty_before (yes/no): nobody is in it today, and nobody could step in
--   empty_after (yes/no): the same then
-- groups: business_unit, location, job_family, job_level, track, criticality
-- options:
--   leave=text (default nobody): the employee ids of those who leave, parted by commas or semicolons
--   decline=text (default nobody): of those who say no to every role they are named for
--   agree=text (default nobody): of those who say yes to every role they are named for
--   ready=text (default nobody): of those who become ready now for every role they are named for
-- needs: day
-- source: Own definition; maximum bipartite matching in order of criticality.
-- finish: what_if

with {steps.nominees}
select n.*, coalesce(true{n.where}, false) as _shown
from nominees as n
order by n.criticality nulls last, n.role_id
