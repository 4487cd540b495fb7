-- question: Whose name or number, and which role's title or number, holds the text $text (in lower case)?
-- grain: One row per person or role, $most at the most: the exact number first, then what begins with the text.
-- columns:
--   what (name): person or role
--   number (id): the number of the employee or the role
--   title (text): the person's name, or their number where no roster says it; the role's title
-- units: only persons and roles of these business units are looked through; null is the whole company

with people as (
    select
        'person' as what, employee_id as number, coalesce(max(full_name), employee_id) as title,
        arg_max(business_unit, hire_date) as unit
    from employees
    group by employee_id
),
everything as (
    select * from people
    union all
    select 'role', role_id, title, business_unit from critical_roles
)
select what, number, title
from everything
where (contains(lower(title), $text) or contains(lower(number), $text))
    and ($units is null or list_contains($units, unit))
order by lower(number) <> $text, not starts_with(lower(title), $text), title, number
limit $most
