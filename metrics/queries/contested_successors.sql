-- question: Which critical roles count on the same few people?
-- answer: Each set of critical roles that together have fewer ready-now successors than there are roles.
-- definition: On the as-of day, take the live ready-now successors of every role as in successor_coverage, whether willing or
--   not. Fill as many roles as possible at once, each person taking one role at most. From every role that stays empty, follow
--   its successors, the roles they fill instead, those roles' successors, and so on: all roles and people reached hang together
--   and are one set, apart from sets that share nobody with it. short = roles − people: however the people are placed, that
--   many of the roles stay empty. Roles without any ready-now successor are empty for another reason (gap none_named
--   or none_ready in successor_coverage) and are in no set. A filter keeps the sets in which
--   at least one role passes it, whole, and the note says how many of a set's roles do not; a set may span several groups, so
--   that there are none.
-- grain: One row per set, the shortest of people first.
-- columns:
--   set (id): number of the set, 1 the shortest of people
--   roles (roles): roles in the set
--   people (people): different ready-now successors of all those roles together
--   short (roles): roles − people, the roles that stay empty
--   role_ids (ids): the roles, parted by semicolons
--   employee_ids (ids): the people, parted by semicolons
-- filters: business_unit, location, job_family, job_level, track, criticality
-- needs: day
-- source: Dulmage and Mendelsohn (1958); each set violates Hall's condition (1935).
-- finish: bench

with {steps.bench}
select
    c.role_id, c.willing_people, c.unknown_people, c.unwilling_people, coalesce(true{c.where}, false) as _shown
from cover as c
order by c.criticality nulls last, c.role_id
