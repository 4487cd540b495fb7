-- step: one row per day and what happened to how many of those `watched` (`moves`): some enter, some end, by an event or lost from sight
moves as (
    select
        {by,} part, watched_from as day, 'enters' as what, count(*) filter (where watched_to > watched_from) as people,
        count(*) as _of, count(*) filter (where no_time) as no_time,
        count(*) filter (where assumed) as _assumed, count(*) filter (where track_derived) as _derived
    from watched
    group by {by,} part, watched_from
    union all
    select {by,} part, watched_to, coalesce(event, 'lost'), count(*), 0, 0, 0, 0
    from watched
    where watched_to > watched_from
    group by {by,} part, watched_to, coalesce(event, 'lost')
)
