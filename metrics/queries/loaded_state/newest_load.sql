-- question: What did the newest load that was not undone do, table by table?
-- grain: One row per table it wrote, by name; one row without a table where it wrote none; no row where nothing is loaded.
-- columns:
--   load_id (number): the load
--   loaded_at (moment): when it was loaded
--   table_name (name): the table; empty where the load wrote none
--   added (rows): rows that are new in the table
--   changed (rows): rows it changed
--   left_out (rows): rows of the file it left out

select n.load_id, n.loaded_at, t.table_name, t.added, t.changed, t.left_out
from loads as n
left join load_tables as t on t.load_id = n.load_id
where n.load_id = (select max(load_id) from loads where undone_at is null)
order by t.table_name
