-- part: of vacancy_stress and stress_backtest: exits and person-years by track and tenure band, and, for those whose birth
--   date is known, retirements and person-years by age band, in ($rates_from, $as_of]

-- days on which a band is left, worked out once for each day of a hire or birth: people share them
with hired as (
    select
        hire_date, cast(hire_date + interval 1 year as date) as year_1, cast(hire_date + interval 3 year as date) as year_3,
        cast(hire_date + interval 6 year as date) as year_6
    from (select distinct hire_date from employment_spells)
),
born as (
    select
        birth_date, cast(birth_date + interval 55 year as date) as age_55,
        cast(birth_date + interval 60 year as date) as age_60, cast(birth_date + interval 65 year as date) as age_65
    from (select distinct birth_date from employment_spells)
),
stretches as (
    select
        s.track, greatest(s.spell_start, $rates_from) as begins, least(coalesce(s.spell_end, $as_of), $as_of) as ends,
        s.spell_end <= $as_of and s.end_reason like 'exit%' as gone,
        s.spell_end <= $as_of and s.end_reason = 'exit_retirement' and s.birth_date is not null as retired,
        s.birth_date is not null as aged, h.year_1, h.year_3, h.year_6, b.age_55, b.age_60, b.age_65
    from employment_spells as s
    join hired as h on h.hire_date = s.hire_date
    left join born as b on b.birth_date = s.birth_date
    where s.spell_start <= $as_of and (s.spell_end is null or s.spell_end > $rates_from)
),
sums as (
    select
        track,
        count(*) filter (where gone and not retired and ends <= year_1) as exits_1,
        count(*) filter (where gone and not retired and ends > year_1 and ends <= year_3) as exits_2,
        count(*) filter (where gone and not retired and ends > year_3 and ends <= year_6) as exits_3,
        count(*) filter (where gone and not retired and ends > year_6) as exits_4,
        -- days up to the end of each band: those of a band are what it adds to the one before
        sum(least(ends, year_1) - least(begins, year_1)) as to_1, sum(least(ends, year_3) - least(begins, year_3)) as to_2,
        sum(least(ends, year_6) - least(begins, year_6)) as to_3, sum(ends - begins) as to_4,
        count(*) filter (where retired and ends <= age_55) as retired_1,
        count(*) filter (where retired and ends > age_55 and ends <= age_60) as retired_2,
        count(*) filter (where retired and ends > age_60 and ends <= age_65) as retired_3,
        count(*) filter (where retired and ends > age_65) as retired_4,
        sum(least(ends, age_55) - least(begins, age_55)) filter (where aged) as aged_to_1,
        sum(least(ends, age_60) - least(begins, age_60)) filter (where aged) as aged_to_2,
        sum(least(ends, age_65) - least(begins, age_65)) filter (where aged) as aged_to_3,
        sum(ends - begins) filter (where aged) as aged_to_4
    from stretches
    group by track
),
by_band as (
    select
        'tenure' as kind, track, unnest(['0-1', '1-3', '3-6', '6+']) as band,
        unnest([exits_1, exits_2, exits_3, exits_4]) as exits, unnest([to_1, to_2 - to_1, to_3 - to_2, to_4 - to_3]) as days
    from sums
    union all
    select
        'age', 'all', unnest(['under 55', '55-59', '60-64', '65+']),
        unnest([retired_1, retired_2, retired_3, retired_4]), unnest([aged_to_1, aged_to_2 - aged_to_1, aged_to_3 - aged_to_2, aged_to_4 - aged_to_3])
    from sums
)
select kind, track, band, cast(sum(exits) as bigint) as exits, coalesce(sum(days), 0) / 365.25e0 as person_years
from by_band
group by kind, track, band
order by kind, track, band
