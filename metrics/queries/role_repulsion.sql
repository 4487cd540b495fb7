-- question: Is it the role that people decline, or managing as such?
-- answer: How often offers are declined, by what the offered role is like.
-- definition: The offers accepted or declined in the window, as in promotion_refusals; each counts once in every aspect. level_step is
--   the level offered (else that of the role) minus the person's own. relocation says whether the role's location differs from the
--   person's. Own level and location are those of the end of the day before the offer was made, as an accepted one soon
--   changes them (for somebody hired on the day of the offer, of that day). unit is the business unit of the role. span is how
--   many people report directly to the role's incumbent on the day of the offer; where the role is vacant then, to the last
--   incumbent, on the day before that one is known to be gone; where none is known until later, to the earliest, on the day known
--   from. The person offered never counts as the incumbent. Where no reporting line on record leads to another person on record,
--   every span is unknown. Role, location and incumbent need an offer that names one of the critical roles: for others, and for
--   what is not on record, the value is unknown. refusal_rate = declined ÷ (accepted + declined); low and high are Wilson's 95 %
--   interval. Of many values side by side the highest is high partly by chance. The groups are the person's own, as in
--   promotion_refusals.
-- grain: One row per group, aspect and value that some answered offer has.
-- columns:
--   aspect (name): level_step, relocation, span or unit
--   value (name): level_step: lower, same, 1 up, 2 or more up; relocation: no, yes; span: nobody, 1 to 5, 6 to 10, over 10;
--     unit: its name; each also unknown
--   accepted (offers): said yes, decided in the window
--   declined (offers): said no, decided in the window
--   refusal_rate (share): declined ÷ (accepted + declined)
--   low (share): lower end of the 95 % interval
--   high (share): upper end of the 95 % interval
-- groups: track, business_unit, department, location, country, job_family, job_level, gender, generation, offered_track
-- needs: window
-- source: Own definition; Wilson (1927) for the interval.
-- finish: refusals

with {steps.offers},
{steps.offered_jobs},
aspects as (
    select
        offer_id, 'level_step' as aspect, step as place,
        case
            when step < 0 then 'lower' when step = 0 then 'same' when step = 1 then '1 up' when step > 1 then '2 or more up'
        end as value
    from offered_jobs
    union all
    select offer_id, 'relocation', 0, case when moves then 'yes' when not moves then 'no' end from offered_jobs
    union all
    select
        offer_id, 'span', reports,
        case
            when reports = 0 then 'nobody' when reports <= 5 then '1 to 5' when reports <= 10 then '6 to 10'
            when reports > 10 then 'over 10'
        end
    from offered_jobs
    union all
    select offer_id, 'unit', 0, unit from offered_jobs
),
answered as (
    select
        {p.by,} a.aspect, coalesce(a.value, 'unknown') as value, a.place, p.state, p.employee_id,
        p.undated, p.assumed, p.track_derived
    from placed as p
    join aspects as a on a.offer_id = p.offer_id
    where p.state in ('accepted', 'declined'){p.where}
)
select
    {by,} aspect, value,
    count(*) filter (where state = 'accepted') as accepted,
    count(*) filter (where state = 'declined') as declined,
    count(distinct employee_id) as _size,
    count(*) as _of,
    count(*) filter (where undated) as _undated,
    count(*) filter (where assumed) as _assumed,
    count(*) filter (where track_derived) as _derived
from answered
group by {by,} aspect, value
order by aspect, value = 'unknown', min(place), value
