-- rows: Every offer declined in the window, with the reason.
-- of: offers
-- keys: offer_id, employee_id
select {c.by}, c.reason, o.offered_on, o.decided_on, o.offered_level, o.offered_title
from counted as c
join promotion_offers as o on o.offer_id = c.offer_id
order by o.decided_on, c.offer_id
