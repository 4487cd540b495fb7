-- question: Do those who say no to a promotion stay, compared with those who say yes?
-- answer: The share still here 6, 12 and 24 months after the decision, for people who accepted and people who declined.
-- definition: Let D be the as-of day. Take each person's first answer (accepted or declined) decided within the 36 months up
--   to D; of several on one day the one offered first, then the lower offer_id. Where the decision has no date, the day of
--   the offer stands in, and the note says so. Kept are people in service at the end of the day of the decision. The clock
--   counts days since then; a person is watched until the exit, or without an exit until D. A decision before the first day
--   observed (option since) is watched from the day before that day on, and not at all when the employment had ended by
--   then. The curve is Kaplan and Meier's as in retention_curve: on each day n people are at risk, d of them leave, and it is
--   the product of (1 − d ÷ n) over the days so far, month m read at m × 30.4375 days. It starts at the first day with at least
--   10 people at risk (option min_at_risk) and stops before the first month with fewer, of
--   every month and not of those shown alone. low and high are the log-log 95 % interval
--   with Greenwood's variance; where the curve stands at 1 or 0, Wilson's on at_risk. p_value compares the two answers once,
--   over all days up to D (log-rank, one degree of freedom); it is empty where the two were never at risk together on a day on
--   which some, not all, of those at risk left, and the same in all rows of a group. The groups are those of the end of the
--   day of the decision; offered_track is the track that was offered. People choose their answer: a difference need not be
--   its effect.
-- grain: One row per group, answer and month.
-- columns:
--   answer (name): accepted or declined
--   people (people): with that as their first answer, those who gave it on D included
--   month (month): months since the decision: 6, 12 and 24, or with points=every all from 0 to 24
--   at_risk (people): at risk just before that day
--   retained (share): the curve: the share still here
--   low (share): lower end of the 95 % interval
--   high (share): upper end of the 95 % interval
--   p_value (probability): how often chance alone would show two curves so far apart, or further
-- groups: track, business_unit, department, location, country, job_family, job_level, gender, generation, offered_track
-- options:
--   since=date (default observed_from): first day observed; before it leavers are not known
--   min_at_risk=integer (default 10): fewest people at risk for a curve to start and go on
--   points=key|every (default key): months 6, 12 and 24, or every month from 0 to 24 for drawing
-- needs: since
-- size: at_risk
-- source: Kaplan and Meier (1958) with delayed entry; Mantel (1966) log-rank.
-- finish: after_the_answer

with {steps.first_answers},
watched as (
    select
        {p.by,} p.outcome as part,
        greatest(p.decided_day, cast($since as date) - 1) - p.decided_day as watched_from,
        coalesce(p.last_day, cast($as_of as date)) - p.decided_day as watched_to,
        case when p.last_day is not null then 'leaves' end as event,
        p.undated as no_time, p.assumed, p.track_derived
    from first_answers as p
    where (p.last_day is null or p.last_day >= $since){p.where}
),
{steps.moves}
select * exclude (no_time), no_time as undated from moves
