-- question: How high does each ladder reach?
-- answer: The highest job level that more than a few people have reached, on each track.
-- definition: Everybody in service at the end of the as-of day, by the track and level held then. The ceiling of a track is the highest
--   level with at least 3 people, or with at least 1 % of all people on the track in the group. People without a level count on the
--   track, at no level.
-- grain: One row per group and track.
-- columns:
--   track (name): ic, manager or unknown
--   people (people): on the track
--   ceiling (level): the highest level with at least 3 people or 1 % of the track
--   at_ceiling (people): of the people on the track, those on that level
-- groups: business_unit, department, location, country, job_family, gender, generation
-- needs: day
-- size: people
-- source: Own definition.
-- finish: ladder

with here as (
    select {s.by,} s.track, s.job_level, s.assumed, s.track_derived
    from employment_spells as s
    where s.spell_start <= $as_of and (s.spell_end is null or s.spell_end > $as_of){s.where}
),
levels as (
    select
        {by,} track, job_level, count(*) as at_level,
        count(*) filter (where assumed) as assumed, count(*) filter (where track_derived) as derived
    from here
    group by {by,} track, job_level
),
shares as (
    select *, sum(at_level) over (partition by {by,} track) as on_track from levels
)
select
    {by,} track,
    cast(sum(at_level) as bigint) as people,
    max(job_level) filter (where at_level >= 3 or at_level >= on_track / 100) as ceiling,
    arg_max(at_level, job_level) filter (where job_level is not null and (at_level >= 3 or at_level >= on_track / 100)) as at_ceiling,
    sum(assumed) as _assumed,
    sum(derived) as _derived
from shares
group by {by,} track
order by track
