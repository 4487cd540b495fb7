-- part: of the cube: everybody in service at the end of $as_of to whom somebody reports

select
    s.employee_id || ' ' || s.hire_date as person, s.business_unit, s.location, s.job_family, s.job_level, s.generation,
    s.gender, s.track, null as yes
from employment_spells as s
where s.spell_start <= $as_of and (s.spell_end is null or s.spell_end > $as_of)
    and s.employee_id in (
        select manager_id
        from reports_to
        where from_date <= $as_of and (to_date is null or to_date > $as_of) and manager_id <> employee_id
    )
