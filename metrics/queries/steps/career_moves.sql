-- step: one row per career move in the window, by event or between rosters (`made`), and whether any could be `known`
-- keeps: made, known
told as (
    select distinct employee_id, effective_date as day, action
    from job_history
    where effective_date > $opened and effective_date <= $as_of
        and action in ('promotion', 'lateral', 'step_down', 'track_change', 'transfer')
),
known as (
    select
        exists (
            select 1 from job_history where action in ('promotion', 'lateral', 'step_down', 'track_change', 'transfer')
        ) as by_history,
        (select count(distinct as_of) from rosters) as rosters
),
by_event as (
    select s.*, t.day, t.action as move, false as between_rosters
    from told as t
    join employment_spells as s
        on s.employee_id = t.employee_id and s.spell_start < t.day and (s.spell_end is null or s.spell_end >= t.day)
    where s.end_reason not like 'exit%' or s.spell_end > t.day
),
changed as (
    select s.*
    from employment_spells as s
    where s.end_reason = 'change' and s.spell_end > $opened and s.spell_end <= $as_of
        and (
            not (select by_history from known)
            or not exists (select 1 from job_history as h where h.employee_id = s.employee_id)
        )
),
by_roster as (
    select
        s.*, s.spell_end as day,
        case
            when n.job_level > s.job_level then 'promotion'
            when n.job_level < s.job_level then 'step_down'
            when n.track <> s.track and n.track <> 'unknown' and s.track <> 'unknown' then 'track_change'
            when n.business_unit <> s.business_unit or n.department <> s.department or n.location <> s.location
                or n.country <> s.country then 'transfer'
            when n.job_family <> s.job_family then 'lateral'
        end as move,
        true as between_rosters
    from changed as s
    join employment_spells as n
        on n.employee_id = s.employee_id and n.hire_date = s.hire_date and n.spell_start = s.spell_end
),
made as (
    select * exclude (spell_start, spell_end, end_reason, left_on, left_as, birth_date) from by_event
    union all
    select * exclude (spell_start, spell_end, end_reason, left_on, left_as, birth_date) from by_roster where move is not null
)
