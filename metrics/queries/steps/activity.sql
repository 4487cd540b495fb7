-- step: one row per person with a growth activity within the `span` of days (`active`): the kinds, a bit each, so that nobody counts twice
active as (
    select
        employee_id,
        bit_or(
            case kind
                when 'career_goal' then 1 when 'strength' then 2 when 'skill' then 4
                when 'mentoring_given' then 8 when 'mentoring_received' then 16 when 'recognition' then 32
                when 'cross_functional_project' then 64 when 'project_lead' then 128
                when 'innovation' then 256 when 'lateral_move' then 512
                else 0
            end
        ) as kinds
    from growth_activities
    where occurred_on > (select opens from span) and occurred_on <= (select closes from span)
    group by employee_id
),
on_record as (
    select min(occurred_on) as since from growth_activities where kind <> 'leadership_training'
)
