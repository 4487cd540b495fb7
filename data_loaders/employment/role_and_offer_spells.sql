-- The spells of the few whom metrics about roles and offers ask for, so that these never scan everybody.
-- Steps are separated by lines of dashes; each is one statement.

insert into watched_spells
select *
from employment_spells
where employee_id in (
    select employee_id from promotion_offers
    union
    select employee_id from successors
    union
    select incumbent_id from critical_roles
    union
    select incumbent_id from role_incumbents
)
order by employee_id, spell_start;

-- ----
insert into bench_spells
select *
from watched_spells
where employee_id in (
    select employee_id from successors
    union
    select incumbent_id from critical_roles
    union
    select incumbent_id from role_incumbents
)
order by employee_id, spell_start;

-- ----
insert into watched_wishes
select r.employee_id, r.hire_date, r.as_of, r.load_id, r.career_preference
from roster_rows as r
join rosters as o on o.load_id = r.load_id and o.as_of = r.as_of
where list_contains(o.fields_given, 'career_preference')
    and r.employee_id in (select employee_id from bench_spells)
order by r.employee_id, r.as_of;

-- ----
-- The spell somebody was in at the end of the day of an offer, of its answer, and of the day before the offer. No two
-- employments of a person overlap: a day has one spell at most, but for the day of a rehire, which may have one before it.
insert into offer_spells by name
with moments as (
    select offer_id, employee_id, 'offered' as moment, offered_on as day from promotion_offers
    union all
    select offer_id, employee_id, 'decided', coalesce(decided_on, offered_on) from promotion_offers where outcome <> 'pending'
    union all
    select offer_id, employee_id, 'before', offered_on from promotion_offers
)
select m.offer_id, m.moment, m.day, s.* exclude (employee_id, spell_start, spell_end, end_reason, birth_date)
from moments as m
join watched_spells as s
    on s.employee_id = m.employee_id
    and s.spell_start <= m.day
    and (
        s.spell_end is null
        or s.spell_end > m.day
        or (m.moment = 'before' and s.spell_end = m.day)
    )
    and (m.moment <> 'before' or s.spell_start < m.day or s.spell_start = s.hire_date)
order by m.moment, m.day;
