-- step: one row per roster in `asking`, in the order they are asked: the newest not after the day first, else the oldest after it
ordered as (
    select
        load_id, as_of,
        row_number() over (
            order by
                as_of > $as_of,
                case when as_of <= $as_of then as_of end desc,
                case when as_of <= $as_of then load_id end desc,
                as_of, load_id
        ) as place
    from asking
)
