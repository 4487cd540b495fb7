-- question: How often do people say no to a promotion?
-- answer: The share of the promotion offers answered in the window that were declined.
-- definition: Let D be the as-of day and O the day M months before it (12 unless said; month end to month end). An offer
--   accepted, declined or withdrawn counts when it was decided after O and not after D. Where the decision has no date, the day
--   of the offer stands in, and the note says so. An offer not yet decided at the end of D is pending when it was made after O
--   and not after D and the person is in service at the end of D. Other undecided offers, older ones or those to people who
--   have left, are stale: they are shown, and are in no other count and in no rate. offers = accepted + declined + pending +
--   withdrawn. refusal_rate = declined ÷ (accepted + declined), empty when nobody answered; offers without an answer are
--   never taken for a yes. low and high are Wilson's 95 % interval of that share. Track, unit, level and the other groups are
--   the person's own at the end of the day the offer was decided, or made where it is undecided; who was not in service then is
--   "unknown". offered_track is the track that was offered: it separates "no to managing people" from "no to moving up".
-- grain: One row per group.
-- columns:
--   offers (offers): accepted + declined + pending + withdrawn
--   accepted (offers): said yes, decided in the window
--   declined (offers): said no, decided in the window
--   pending (offers): made in the window and not yet decided on the as-of day, the person still in service
--   withdrawn (offers): taken back by the company, decided in the window
--   stale (offers): other offers never decided: older than the window, or the person has left; not among offers
--   refusal_rate (share): declined ÷ (accepted + declined)
--   low (share): lower end of the 95 % interval
--   high (share): upper end of the 95 % interval
--   people_offered (people): different people behind offers
--   people_declined (people): different people behind declined
-- groups: track, business_unit, department, location, country, job_family, job_level, gender, generation, offered_track
-- needs: window
-- source: Own definition; Wilson (1927) for the interval.
-- finish: refusals

with {steps.offers},
counted as (
    select {p.by,} p.employee_id, p.state, p.undated, p.assumed, p.track_derived
    from placed as p
    where true{p.where}
)
select
    {by,}
    count(*) filter (where state <> 'stale') as offers,
    count(*) filter (where state = 'accepted') as accepted,
    count(*) filter (where state = 'declined') as declined,
    count(*) filter (where state = 'pending') as pending,
    count(*) filter (where state = 'withdrawn') as withdrawn,
    count(*) filter (where state = 'stale') as stale,
    count(distinct employee_id) filter (where state <> 'stale') as people_offered,
    count(distinct employee_id) filter (where state = 'declined') as people_declined,
    coalesce(
        nullif(count(distinct employee_id) filter (where state <> 'stale'), 0), count(distinct employee_id)
    ) as _size,
    count(*) as _of,
    count(*) filter (where undated) as _undated,
    count(*) filter (where assumed) as _assumed,
    count(*) filter (where track_derived) as _derived
from counted
group by grouping sets (({by}))
