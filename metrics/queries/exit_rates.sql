-- part: of vacancy_stress and stress_backtest: exits and person-years by track and tenure band, and, for those whose birth
--   date is known, retirements and person-years by age band, in ($rates_from, $as_of]

with stretches as (
    select
        s.track, s.hire_date, e.birth_date,
        greatest(s.spell_start, $rates_from) as begins,
        least(coalesce(s.spell_end, $as_of), $as_of) as ends,
        s.end_reason like 'exit%' and s.spell_end <= $as_of as gone,
        s.end_reason = 'exit_retirement' and s.spell_end <= $as_of and e.birth_date is not null as retired
    from employment_spells as s
    left join employees as e on e.employee_id = s.employee_id and e.hire_date = s.hire_date
    where s.spell_start <= $as_of and (s.spell_end is null or s.spell_end > $rates_from)
),
tenure_bands(band, first_year, last_year) as (
    values ('0-1', 0, 1), ('1-3', 1, 3), ('3-6', 3, 6), ('6+', 6, 200)
),
age_bands(band, first_year, last_year) as (
    values ('under 55', 0, 55), ('55-59', 55, 60), ('60-64', 60, 65), ('65+', 65, 200)
),
by_tenure as (
    select
        s.track, b.band, b.first_year, s.begins, s.ends, s.gone and not s.retired as counted,
        cast(s.hire_date + b.first_year * interval 1 year as date) as opens,
        cast(s.hire_date + b.last_year * interval 1 year as date) as closes
    from stretches as s
    cross join tenure_bands as b
),
by_age as (
    select
        'all' as track, b.band, b.first_year, s.begins, s.ends, s.retired as counted,
        cast(s.birth_date + b.first_year * interval 1 year as date) as opens,
        cast(s.birth_date + b.last_year * interval 1 year as date) as closes
    from stretches as s
    cross join age_bands as b
    where s.birth_date is not null
),
both_ways as (
    select 'tenure' as kind, * from by_tenure
    union all
    select 'age', * from by_age
)
select
    kind, track, band,
    -- the last day employed belongs to the band that was lived up to then; somebody gone on the first day, to the first band
    count(*) filter (where counted and (ends > opens or first_year = 0) and ends <= closes) as exits,
    sum(greatest(least(ends, closes) - greatest(begins, opens), 0)) / 365.25 as person_years
from both_ways
group by kind, track, band
order by kind, track, band
