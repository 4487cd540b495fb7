-- question: Which promotion offers to this person are there to correct?
-- grain: One row per offer to $employee_id, oldest first.
-- columns:
--   offer_id (id): the offer
--   employee_id (id): the person
--   offered_on (date): when it was made
--   decided_on (date): when it was answered; empty where it is open
--   outcome (name): accepted, declined, pending or withdrawn
--   offered_track (name): ic or manager
--   offered_level (level): the level that was offered
--   offered_title (text): the job that was offered
--   role_id (id): the critical role it was for; empty where it was for none
--   decline_reason (name): why it was declined
--   named (text): the offer's number and its day

select
    o.offer_id, o.employee_id, o.offered_on, o.decided_on, o.outcome, o.offered_track, o.offered_level, o.offered_title,
    o.role_id, o.decline_reason,
    o.offer_id || ', ' || cast(o.offered_on as varchar) as named
from promotion_offers as o
where o.employee_id = $employee_id
order by o.offered_on, o.offer_id
