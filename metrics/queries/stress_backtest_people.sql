-- part: of stress_backtest: those in service at the end of $as_of and, of them, those gone by $watched_to, in cells of one rate

with {steps.standing},
leavers as (
    select employee_id, hire_date
    from employment_spells
    where end_reason like 'exit%' and spell_end > $as_of and spell_end <= $watched_to
)
select
    {t.by,} t.track as its_track, t.tenure, t.age,
    count(*) as people,
    count(l.employee_id) as actual_exits,
    count(*) filter (where t.assumed) as _assumed,
    count(*) filter (where t.track_derived) as _derived
from standing as t
left join leavers as l on l.employee_id = t.employee_id and l.hire_date = t.hire_date
where true{t.where}
group by all
order by all
