-- question: Where did this person work, from when to when, and how did it end?
-- grain: One row per stretch of the employments of $employee_id in which nothing that is counted changed, oldest first.
-- columns:
--   spell_start (date): the first day of the stretch
--   spell_end (date): the first day after it; empty where it goes on
--   track (name): ic or manager in the stretch
--   job_level (level): in the stretch
--   business_unit (text): in the stretch
--   department (text): in the stretch
--   location (text): in the stretch
--   job_family (text): in the stretch
--   end_reason (name): open, change, or the kind of exit
--   assumed (yes/no): whether no file covers the stretch and the nearest known values stand for it

select
    spell_start, spell_end, track, job_level, business_unit, department, location, job_family, end_reason, assumed
from employment_spells
where employee_id = $employee_id
order by hire_date, spell_start
