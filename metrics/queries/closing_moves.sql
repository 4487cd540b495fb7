-- question: What are the fewest things to do that would cover the most critical roles for real?
-- answer: A list of moves, the surest first, each with how many more roles are covered by a willing person of their own once it is made.
-- definition: Covered today is the step willing of bench_strength: all roles filled at once from successors ready now and known to be
--   willing, each person taking one role at most. A move adds somebody who could then be counted: ask, somebody ready now for the role
--   whose wish is unknown (counted as if they said yes); develop, somebody ready in 1–2 years and not known to be unwilling (where the wish is
--   unknown too, that takes both, ask and develop); widen, find somebody new for the role. Live nominations, readiness and
--   willingness are those of successor_coverage. Of all ways to cover every role, the plan is the one that needs the fewest new people; of
--   those, the one with the fewest moves, asking before developing, and new people for the less critical roles. So widen is left for roles
--   that asking and developing cannot cover: nobody is there to ask or develop, or there are too few of them for the roles that share them.
--   role_ids then names all roles of that set, and somebody new for any of them would do as well. No role covered today loses
--   its cover. gain is the number of roles covered after this move and those above it, less the number before (a gain of 0: the move
--   prepares one below it); covered_after and share_after are the state then. Last come take_off moves: somebody named for a role that a
--   move above covers with another person, while the plan counts on them elsewhere, leaves that list, so that the lists show
--   nobody twice. Their gain is 0, because the filling counts nobody twice anyway. One plan serves the company, so that there
--   are no groups; filters choose roles and what of the plan is shown of them. Kept are the moves that cover a role shown or
--   prepare that, ask or develop somebody for one, or take somebody off the list of one. gain, covered_after, share_after
--   and role_ids count and name the roles shown alone, so that whatever the filter those covered today, those gained by asking
--   and developing, and those that need somebody new (widen) are together the roles shown. What of a move lies beyond them, the
--   role it is about, roles of a set, other lists, is said in because.
-- grain: One row per move, in the order to make them.
-- columns:
--   number (moves): this is the n-th move of the company's plan
--   move (name): ask, develop, widen or take_off
--   employee_id (id): whom it is about; empty for somebody new
--   role_id (id): the role they would fill
--   role_ids (ids): of the roles shown: widen: those that share too few people, this one among them; take_off: the lists to leave
--   gain (roles): more of the roles shown covered by it
--   covered_after (roles): of the roles shown, covered then
--   share_after (share): covered_after ÷ all roles shown
--   because (text): why this move, and what of it lies beyond the roles shown
-- filters: business_unit, location, job_family, job_level, track, criticality
-- needs: day
-- source: Own definition; minimum-cost maximum bipartite matching (Jonker and Volgenant 1987); Dulmage and Mendelsohn (1958) for sets.
-- finish: closing_moves

with {steps.bench},
soon as (
    select
        role_id,
        list(employee_id order by employee_id) filter (where willing = 'yes') as willing,
        list(employee_id order by employee_id) filter (where willing = 'unknown') as wish_unknown
    from bench
    where readiness = 2
    group by role_id
)
select
    c.role_id, c.criticality, c.willing_people, c.unknown_people,
    coalesce(s.willing, []) as soon_willing_people, coalesce(s.wish_unknown, []) as soon_unknown_people,
    coalesce(true{c.where}, false) as _shown
from cover as c
left join soon as s on s.role_id = c.role_id
order by c.criticality nulls last, c.role_id
