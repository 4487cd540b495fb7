-- question: Do experts stay longer than managers, or is it just seniority?
-- answer: Retention of individual contributors minus retention of managers, as it is, at the same job level, and over all the time watched.
-- definition: crude compares retention_rate of the two tracks: of those in service at the end of O (the day M months before
--   the as-of day D, 12 unless said) on the track at O, the share whose same employment lasts at the end of D. Interval of
--   the gap by Newcombe, p by the pooled two-sided z test. same_level asks how the tracks would compare with the same mix
--   of job levels: at each level that has people on both tracks, take the retention rate of either track; weight it by that
--   level's share of all people, both tracks together, at these levels at O; add up. Levels with people on one track
--   only, and people without a level, are left out, and the note names them and their share. The interval combines the
--   levels' Wilson limits (MOVER); there is no p. log_rank compares the whole curves on the clock of tenure: on every day
--   since hire with an exit, the exits a track had against those it would have had with its share of the people at risk
--   (one degree of freedom; empty where the tracks were never at risk together on a day on which some of those at risk left).
--   Track and level there are those of the run (see retention_curve), watched since the first day leavers are known.
--   A window that opens before leavers are known (observed_from later than the day after O) has no figure. A gap above 0 says that individual contributors stay more.
--   People whose track is unknown are in neither.
-- grain: One row per group and measure.
-- columns:
--   measure (name): crude, same_level or log_rank
--   ic (share): retention of individual contributors
--   manager (share): retention of managers
--   gap (share): ic − manager
--   low (share): lower end of the gap's 95 % interval
--   high (share): upper end of the gap's 95 % interval
--   p_value (probability): how often chance alone would show such a difference, or a larger one
-- groups: business_unit, department, location, country, job_family, job_level, gender, generation
-- needs: leavers
-- source: Newcombe (1998) method 10; Zou and Donner (2008) MOVER; Mantel (1966) log-rank.
-- finish: retention

with cohort as (
    select
        {s.by,} s.track as side, s.job_level as level, coalesce(s.left_on > $as_of, true) as stayed, s.assumed, s.track_derived
    from employment_spells as s
    where s.spell_start <= $opened and (s.spell_end is null or s.spell_end > $opened){s.where}
)
select
    {by,}
    level,
    count(*) filter (where side = 'ic') as ic_start,
    count(*) filter (where side = 'ic' and stayed) as ic_stayed,
    count(*) filter (where side = 'manager') as manager_start,
    count(*) filter (where side = 'manager' and stayed) as manager_stayed,
    count(*) filter (where side not in ('ic', 'manager')) as no_track,
    count(*) filter (where assumed and side in ('ic', 'manager')) as assumed,
    count(*) filter (where track_derived and side in ('ic', 'manager')) as derived
from cohort
group by {by,} level
order by {by,} level
