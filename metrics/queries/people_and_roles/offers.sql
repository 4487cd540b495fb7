-- question: What was this person offered, and what did they answer?
-- grain: One row per promotion offer to $employee_id, oldest first.
-- columns:
--   offer_id (id): the offer
--   offered_on (date): when it was made
--   decided_on (date): when it was answered; empty where it is open
--   outcome (name): accepted, declined, pending or withdrawn
--   offered_track (name): ic or manager
--   offered_title (text): the job that was offered
--   role_id (id): the critical role it was for; empty where it was for none
--   decline_reason (name): why it was declined

select offer_id, offered_on, decided_on, outcome, offered_track, offered_title, role_id, decline_reason
from promotion_offers
where employee_id = $employee_id
order by offered_on, offer_id
