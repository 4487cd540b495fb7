-- part: of step_downs: how long the people had been managing
with {steps.step_downs}
select {d.by,} median(d.day - d.managed_from) / 365.25e0 as median_years_managing
from step_downs as d
where (d.last_day is null or d.last_day >= $since){d.where}
group by grouping sets (({by}))
