-- part: of stress_backtest: those in service at the end of $as_of and, of them, those gone by $watched_to, in cells of one rate

with present as (select * from employment_spells),
{steps.standing}
select
    {t.by,} t.track as its_track, t.tenure, t.age,
    count(*) as people,
    count(*) filter (where t.left_on <= $watched_to) as actual_exits,
    count(*) filter (where t.assumed) as _assumed,
    count(*) filter (where t.track_derived) as _derived
from standing as t
where true{t.where}
group by all
order by all
