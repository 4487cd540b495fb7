-- part: of turnover_rate: the same at each of $days month ends from $first on. Whether a month end lies before a day is
--   told by their months alone, so everybody is read once and told apart by the months they come and go in.
with months as (
    select
        cast(year(cast($first as date)) * 12 + month(cast($first as date)) as integer) as closes,
        cast(year(cast($first as date)) * 12 + month(cast($first as date)) - $months as integer) as opens
),
stretches as (
    select
        {s.by,} s.assumed, s.track_derived, s.spell_start = s.hire_date as begins,
        s.end_reason like 'exit%' as ends, s.end_reason like 'exit%' and ($exits = 'all' or s.end_reason = 'exit_' || $exits) as counts,
        greatest(year(s.spell_start) * 12 + month(s.spell_start), m.opens) as from_month,
        least(coalesce(year(s.spell_end) * 12 + month(s.spell_end), m.closes + $days), m.closes + $days) as to_month,
        count(*) as people,
        sum(s.spell_start - date '1900-01-01') as started, sum(s.spell_end - date '1900-01-01') as ended
    from employment_spells as s
    cross join months as m
    where s.spell_start <= last_day(cast($first as date) + ($days - 1) * interval 1 month)
        and (s.spell_end is null or s.spell_end > last_day(cast($first as date) - $months * interval 1 month)){s.where}
    group by all
),
days as (
    select
        closes + number as closes, opens + number as opens,
        last_day(cast($first as date) + number * interval 1 month) as as_of,
        last_day(cast($first as date) + (number - $months) * interval 1 month) as opened
    from months cross join range($days) as days (number)
),
seen as (
    select
        s.*, d.as_of, s.from_month <= d.opens as there, s.to_month > d.closes as stays,
        case when s.to_month > d.closes then s.people * (d.as_of - date '1900-01-01') else s.ended end
            - case when s.from_month <= d.opens then s.people * (d.opened - date '1900-01-01') else s.started end as days
    from stretches as s
    join days as d on s.from_month <= d.closes and s.to_month > d.opens
)
select
    {by,} as_of,
    cast(coalesce(sum(people) filter (where counts and not stays), 0) as bigint) as exits,
    sum(days) / 365.25e0 as person_years,
    greatest(
        coalesce(sum(people) filter (where there or begins), 0), coalesce(sum(people) filter (where stays or ends), 0)
    ) as _people,
    cast(sum(people) as bigint) as _of,
    cast(coalesce(sum(people) filter (where assumed), 0) as bigint) as _assumed,
    cast(coalesce(sum(people) filter (where track_derived), 0) as bigint) as _derived
from seen
group by {by,} as_of
