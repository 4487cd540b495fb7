-- question: If people leave as they have been leaving, which critical roles will stand empty?
-- answer: For each critical role, how likely it is to lose its incumbent within the months ahead and to end empty; for all of
--     them, how many empty roles to expect and how bad one year in ten gets.
-- definition: Let D be the as-of day. Everybody who holds a critical role or has a live nomination for one (as in
--   successor_coverage) leaves within the next `months` months with probability 1 − exp(−rate × months ÷ 12), each on their own.
--   rate = (exits + 20 × company rate) ÷ (person-years + 20) in their cell of track and tenure band (under 1, 1 to under 3,
--   3 to under 6, 6 years and more; the band on D), counted over the 36 months to D as in turnover_rate; company rate = all exits ÷ all
--   person-years of that time. Bands of tenure and age change on the anniversary; an exit on it counts in the band before it. Retirements of people with a known birth date are taken out of all those exits, the company's too; these people's rate has
--   a second part, added: (retirements + 20 × company retirement rate) ÷ (person-years + 20) of their age band (under 55,
--   55 to 59, 60 to 64, 65 and over), over people with a birth date. Where leavers are known for a part of the 36 months only,
--   that part counts and the note says so. Now futures are drawn (option draws). In each, those who left are taken away; everybody
--   else who holds a role may keep it or step into any role they are named for, ready now and not known to be unwilling; so may the other
--   successors. Where the company has chosen so (setting ready_enough), ready in one to two years is ready enough here, and the note
--   says so; the figures that speak of people ready now stay as they are. Nobody fills two roles (who holds several today may go on holding as many). So that as many roles as possible
--   are filled, the most critical first (1 first, missing last, then by role_id), people are moved as needed; moving somebody opens the role
--   they held, and that counts. p_vacant is the share of futures in which the incumbent left (1 when vacant today, or when the
--   incumbent on record is not in service); p_unfilled the share in which the role ends empty. The row `total` speaks of
--   all roles shown: p_vacant and p_unfilled there are the shares of futures with at least one such role, expected_unfilled the mean
--   number of empty roles, p90_unfilled the smallest number that nine futures in ten do not exceed. Grouped, each group has its
--   own total; filters choose the roles shown, after the filling. The window of the filters plays no part. Draws come from
--   numpy's PCG64, person by person in the order of employee_id: the same seed gives the same answer on any machine.
-- grain: One row per critical role, the most critical first, and one row `total` (per group).
-- columns:
--   role_id (id): the role, or total
--   title (text): its title
--   business_unit (name): its unit
--   criticality (level): 1 is the highest, 3 the lowest
--   incumbent_id (id): who holds it; empty when vacant
--   p_vacant (probability): that the incumbent leaves; total: that at least one does
--   p_unfilled (probability): that the role ends empty after everybody who can has moved up; total: that at least one does
--   expected_unfilled (mean roles): in the row total: roles that end empty, on average
--   p90_unfilled (roles): in the row total: no more than this many end empty in nine futures of ten
-- groups: business_unit, location, job_family, job_level, track, criticality
-- options:
--   months=integer (default 12): how far ahead to look
--   draws=integer (default 2000): how many futures to draw
--   seed=integer (default 0): where drawing starts
--   rate=text (default own): own, or one yearly rate for everybody, such as 0.1
--   rates=text (default own): own, or a CSV file with a column rate (a year) and any of employee_id, track, tenure (0-1, 1-3, 3-6, 6+); the last line that fits a person is taken, whom none fits keeps their own
-- needs: exits
-- source: Own definition; shrunken rates as in credibility theory (Bühlmann 1967); maximum bipartite matching in order of
--   criticality (a transversal matroid).
-- finish: vacancy_stress

with {steps.bench},
enough as (
    select cast(value as integer) as readiness
    from settings
    where name = 'ready_enough'
),
stepping_in as (
    select
        b.role_id,
        list(b.employee_id order by b.employee_id) filter (where b.willing = 'yes') as willing_people,
        list(b.employee_id order by b.employee_id) filter (where b.willing = 'unknown') as unknown_people
    from bench as b
    where b.readiness <= (select readiness from enough)
    group by b.role_id
)
select
    c.* exclude (willing_people, unknown_people), coalesce(s.willing_people, []) as willing_people,
    coalesce(s.unknown_people, []) as unknown_people, (select readiness from enough) as ready_enough,
    coalesce(true{c.where}, false) as _shown
from cover as c
left join stepping_in as s on s.role_id = c.role_id
order by c.criticality nulls last, c.role_id
