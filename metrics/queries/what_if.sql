-- question: What would become of our bench if these people left, said no, said yes, or became ready?
-- answer: The steps of bench_strength before and after a supposed change of who is there, who wants to and who is ready.
-- definition: Steps, filling and interval are those of bench_strength. What is supposed holds for each of a person's live nominations.
--   leave: the person is no longer there, for any role. decline: known to be unwilling. agree: known to be willing.
--   ready: ready now for every role they are named for. Who is said both to decline and to agree declines. Nothing is
--   stored: covered_before is the bench as it is, covered the bench as it would be, and share, low and high go with
--   covered. Whoever leaves a critical role makes no difference here, as the bench counts who could step in; what_if_roles
--   says which roles end empty.
-- grain: One row per group and step, in the order of bench_strength.
-- columns:
--   step (name): named, ready, effective, willing_or_unknown, willing or two_deep
--   roles (roles): critical roles
--   covered_before (roles): of those, covered at this step today
--   covered (roles): of those, covered at this step then
--   change (roles): covered less covered_before
--   share (share): covered ÷ roles
--   low (share): lower end of the 95 % interval
--   high (share): upper end of the 95 % interval
-- groups: business_unit, location, job_family, job_level, track, criticality
-- options:
--   leave=text (default nobody): the employee ids of those who leave, parted by commas or semicolons
--   decline=text (default nobody): of those who say no to every role they are named for
--   agree=text (default nobody): of those who say yes to every role they are named for
--   ready=text (default nobody): of those who become ready now for every role they are named for
-- needs: day
-- source: Own definition; bench_strength on changed nominations.
-- finish: what_if

with {steps.nominees}
select n.*, coalesce(true{n.where}, false) as _shown
from nominees as n
order by n.criticality nulls last, n.role_id
