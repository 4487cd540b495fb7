-- question: How do careers move here: up a ladder, or across a climbing wall?
-- answer: Promotions, lateral moves, steps down, changes of track and transfers for every 100 years worked in the window.
-- definition: Let D be the as-of day and O the day M months before it (12 unless said; month end to month end). For people whom the
--   job history tells of, a move is an event of that action after O and not after D, after the first day of the employment
--   and before its last; events of the same action on one day are one move, of different actions one each. For people it does
--   not tell of (or for all, where it holds no such action), a move is a change between two rosters, on the day of the later
--   one, and one day is one move, the first of these that fits: promotion, the level rises; step_down, it falls; track_change, the
--   track changes; transfer, the unit, department, location or country changes; lateral, the job family changes. Where
--   neither tells of any move and there is but one roster, nobody can know, and there is no figure. person_years adds up the
--   days everybody worked in the window, divided by 365.25, as in turnover_rate. per_100_person_years = 100 × moves ÷
--   person_years. A move and the time belong to the track (unit, level, …) held until then: a first promotion to manager is a
--   move of an expert. low and high are Garwood's exact 95 % interval of a Poisson rate. A window that opens before leavers are
--   known (observed_from later than the day after O) has no figure.
-- grain: One row per group and move, also where there was none.
-- columns:
--   move (name): promotion, lateral, step_down, track_change or transfer
--   moves (moves): moves of that kind in the window
--   per_100_person_years (moves per 100 person-years): 100 × moves ÷ person-years
--   low (moves per 100 person-years): lower end of the 95 % interval
--   high (moves per 100 person-years): upper end of the 95 % interval
-- groups: track, business_unit, department, location, country, job_family, job_level, gender, generation
-- needs: leavers
-- source: Own definition; Garwood (1936) for the interval.
-- finish: career_paths

with {steps.career_moves},
moved as (
    select {m.by,} m.day, m.move, m.between_rosters
    from made as m
    where true{m.where}
),
worked as (
    select
        {s.by,}
        greatest(least(coalesce(s.spell_end, $as_of), $as_of) - greatest(s.spell_start, $opened), 0) as days,
        s.spell_start <= $opened or s.spell_start = s.hire_date as came,
        s.spell_end is null or s.spell_end > $as_of or s.end_reason like 'exit%' as stays_or_goes,
        s.assumed, s.track_derived
    from employment_spells as s
    where s.spell_start <= $as_of and (s.spell_end is null or s.spell_end > $opened){s.where}
)
select
    {by,} null as move, 0 as moves, 0 as between_rosters, sum(days) / 365.25e0 as person_years,
    greatest(count(*) filter (where came), count(*) filter (where stays_or_goes)) as _size, count(*) as _of,
    count(*) filter (where assumed) as _assumed, count(*) filter (where track_derived) as _derived,
    (select by_history or rosters > 1 from known) as knowable
from worked
group by grouping sets (({by}))
union all
select {by,} move, count(*), count(*) filter (where between_rosters), null, null, null, null, null, null
from moved
group by {by,} move
