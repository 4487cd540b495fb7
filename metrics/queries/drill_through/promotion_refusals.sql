-- rows: Every offer of the window with its answer; stale ones, which are in no rate, are marked.
-- of: offers
-- keys: offer_id, employee_id
select {p.by}, p.state, o.offered_on, o.decided_on, o.offered_level, o.offered_title, o.role_id, o.decline_reason
from placed as p
join promotion_offers as o on o.offer_id = p.offer_id
where true{p.where}
order by p.state = 'stale', coalesce(o.decided_on, o.offered_on), p.offer_id
