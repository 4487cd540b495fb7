-- step: one row per spell in `present` of those in service at the end of the day, with the tenure band and age band then (`standing`)
standing as (
    select
        s.*,
        case
            when $as_of < s.hire_date + interval 1 year then '0-1'
            when $as_of < s.hire_date + interval 3 year then '1-3'
            when $as_of < s.hire_date + interval 6 year then '3-6'
            else '6+'
        end as tenure,
        case
            when s.birth_date is null then 'unknown'
            when $as_of < s.birth_date + interval 55 year then 'under 55'
            when $as_of < s.birth_date + interval 60 year then '55-59'
            when $as_of < s.birth_date + interval 65 year then '60-64'
            else '65+'
        end as age
    from present as s
    where s.spell_start <= $as_of and (s.spell_end is null or s.spell_end > $as_of)
)
