-- question: How far does the data reach, and how much of it is there?
-- grain: One row for the company.
-- columns:
--   first_employed_on (date): the first day somebody was employed; empty where nobody ever was
--   newest_roster_on (date): the day of the newest roster; empty where none is loaded
--   employments (number): employments on the rosters, ended ones too

select
    (select min(spell_start) from employment_spells) as first_employed_on,
    (select max(as_of) from rosters) as newest_roster_on,
    (select count(*) from employees) as employments
