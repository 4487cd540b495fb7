-- rows: Everybody with a live nomination, and whether they would; grouped, once in every group that names them.
-- of: people
select *
from persons
order by employee_id
