-- part: of retention_rate: the same at each of $days month ends from $first on. Whether a month end lies before a day is
--   told by their months alone, so everybody is read once and told apart by the months they come, go and leave in.
with months as (
    select
        cast(year(cast($first as date)) * 12 + month(cast($first as date)) as integer) as closes,
        cast(year(cast($first as date)) * 12 + month(cast($first as date)) - $months as integer) as opens
),
spans as (
    select
        {s.by,} s.assumed, s.track_derived,
        greatest(year(s.spell_start) * 12 + month(s.spell_start) - m.opens, 0) as from_day,
        least(coalesce(year(s.spell_end) * 12 + month(s.spell_end) - m.opens, $days), $days) as to_day,
        case when s.left_on is not null and ($exits = 'all' or s.left_as = $exits)
            then least(greatest(year(s.left_on) * 12 + month(s.left_on) - m.closes, 0), $days) end as gone_from,
        count(*) as people
    from employment_spells as s
    cross join months as m
    where s.spell_start <= last_day(cast($first as date) + ($days - 1 - $months) * interval 1 month)
        and (s.spell_end is null or s.spell_end > last_day(cast($first as date) - $months * interval 1 month)){s.where}
    group by all
)
select
    {by,} last_day(cast($first as date) + number * interval 1 month) as as_of,
    cast(sum(people) as bigint) as headcount_start,
    cast(coalesce(sum(people) filter (where number >= gone_from), 0) as bigint) as leavers,
    cast(coalesce(sum(people) filter (where assumed), 0) as bigint) as _assumed,
    cast(coalesce(sum(people) filter (where track_derived), 0) as bigint) as _derived
from spans
join range($days) as days (number) on number >= from_day and number < to_day
group by {by,} number
