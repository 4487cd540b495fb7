-- rows: Every offer answered in the window, with what the offered role is like.
-- of: offers
-- keys: offer_id, employee_id
select {p.by}, p.state, j.step as levels_up, j.moves as relocation, j.reports as span, j.unit as role_unit
from placed as p
join offered_jobs as j on j.offer_id = p.offer_id
where true{p.where}
order by p.state desc, p.offer_id
