-- part: of vacancy_stress and stress_backtest: exits and person-years by track and tenure band, and, for those whose birth
--   date is known, retirements and person-years by age band, in ($rates_from, $as_of]

with stretches as (
    select
        track, greatest(spell_start, $rates_from) as begins, least(coalesce(spell_end, $as_of), $as_of) as ends,
        end_reason like 'exit%' and spell_end <= $as_of as gone,
        end_reason = 'exit_retirement' and spell_end <= $as_of and birth_date is not null as retired,
        birth_date is not null as aged,
        cast(hire_date + interval 1 year as date) as year_1, cast(hire_date + interval 3 year as date) as year_3,
        cast(hire_date + interval 6 year as date) as year_6,
        cast(birth_date + interval 55 year as date) as age_55, cast(birth_date + interval 60 year as date) as age_60,
        cast(birth_date + interval 65 year as date) as age_65
    from employment_spells
    where spell_start <= $as_of and (spell_end is null or spell_end > $rates_from)
),
-- A sum for each band, as nobody need then be joined with every band. The last day employed belongs to the band that was
-- lived up to then.
sums as (
    select
        track,
        count(*) filter (where gone and not retired and ends <= year_1) as exits_1,
        count(*) filter (where gone and not retired and ends > year_1 and ends <= year_3) as exits_2,
        count(*) filter (where gone and not retired and ends > year_3 and ends <= year_6) as exits_3,
        count(*) filter (where gone and not retired and ends > year_6) as exits_4,
        sum(greatest(least(ends, year_1) - begins, 0)) as days_1,
        sum(greatest(least(ends, year_3) - greatest(begins, year_1), 0)) as days_2,
        sum(greatest(least(ends, year_6) - greatest(begins, year_3), 0)) as days_3,
        sum(greatest(ends - greatest(begins, year_6), 0)) as days_4,
        count(*) filter (where retired and ends <= age_55) as retired_1,
        count(*) filter (where retired and ends > age_55 and ends <= age_60) as retired_2,
        count(*) filter (where retired and ends > age_60 and ends <= age_65) as retired_3,
        count(*) filter (where retired and ends > age_65) as retired_4,
        sum(greatest(least(ends, age_55) - begins, 0)) filter (where aged) as aged_1,
        sum(greatest(least(ends, age_60) - greatest(begins, age_55), 0)) filter (where aged) as aged_2,
        sum(greatest(least(ends, age_65) - greatest(begins, age_60), 0)) filter (where aged) as aged_3,
        sum(greatest(ends - greatest(begins, age_65), 0)) filter (where aged) as aged_4
    from stretches
    group by track
),
by_band as (
    select
        'tenure' as kind, track, unnest(['0-1', '1-3', '3-6', '6+']) as band,
        unnest([exits_1, exits_2, exits_3, exits_4]) as exits, unnest([days_1, days_2, days_3, days_4]) as days
    from sums
    union all
    select
        'age', 'all', unnest(['under 55', '55-59', '60-64', '65+']),
        unnest([retired_1, retired_2, retired_3, retired_4]), unnest([aged_1, aged_2, aged_3, aged_4])
    from sums
)
select kind, track, band, cast(sum(exits) as bigint) as exits, coalesce(sum(days), 0) / 365.25 as person_years
from by_band
group by kind, track, band
order by kind, track, band
