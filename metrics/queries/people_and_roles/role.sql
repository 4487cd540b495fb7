-- question: What is this critical role, who holds it, and since when is it vacant?
-- grain: One row: the role $role_id.
-- columns:
--   role_id (id): the role
--   title (text): what it is called
--   business_unit (text): where it stands
--   location (text): where it is done
--   job_level (level): its level
--   track (name): ic or manager
--   incumbent_id (id): who holds it; empty where nobody does
--   incumbent_since (date): since when they hold it
--   vacant_since (date): since when nobody does
--   criticality (number): 1 is the most critical

select
    role_id, title, business_unit, location, job_level, track, incumbent_id, incumbent_since, vacant_since, criticality
from critical_roles
where role_id = $role_id
