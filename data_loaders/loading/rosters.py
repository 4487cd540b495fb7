"""Rosters: snapshots as loaded (`roster_rows`), and the `employees` table built from them.

A roster is a snapshot: everyone as of a day. `roster_rows` keeps each; `employees` holds, per person and employment and
for each field, what the newest roster that brought the field says.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import duckdb

from data_loaders.database import schema
from data_loaders.loading import tracks_from_titles
from data_loaders.problems import Problem

KEY = ("employee_id", "hire_date")
FIELDS = (
    "termination_date",
    "termination_type",
    "termination_reason",
    "full_name",
    "birth_date",
    "gender",
    "business_unit",
    "department",
    "location",
    "country",
    "job_family",
    "job_title",
    "job_level",
    "track",
    "track_derived",
    "manager_id",
    "base_salary",
    "currency",
    "fte",
    "performance_rating",
    "potential_rating",
    "flight_risk",
    "career_preference",
)

# Manager = somebody in service reports to them: on the roster's day, or, for a leaver, on their last day.
_LEADS = """
create or replace temp table leads as
with day as (
    select employee_id, hire_date, termination_date, manager_id,
        least(coalesce(termination_date, as_of), as_of) as judged_on
    from roster_rows
    where as_of = $as_of
)
select
    m.employee_id, m.hire_date,
    bool_or(
        r.hire_date <= m.judged_on
        and (
            r.termination_date is null
            or r.termination_date > m.judged_on
            or (m.termination_date = m.judged_on and r.termination_date = m.judged_on)
        )
    ) as somebody
from day as m
join day as r on r.manager_id = m.employee_id
where r.employee_id <> m.employee_id
group by m.employee_id, m.hire_date
"""
_DERIVE_TRACKS = """
update roster_rows as w
set
    track_derived = true,
    track = case when (w.employee_id, w.hire_date) in (select (employee_id, hire_date) from leads where somebody)
        then 'manager' else 'ic' end
where w.as_of = $as_of and w.track is null
"""


def derive_tracks(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Derive the tracks a roster leaves empty from its reporting lines, else from titles where HR allowed it.

    Where no manager id belongs to anybody in the roster (ids of another system), the lines say nothing about tracks.
    """
    day = {"as_of": as_of}
    missing = con.execute("select count(*) from roster_rows where as_of = $as_of and track is null", day).fetchone()
    if not missing or not missing[0]:
        return
    con.execute(_LEADS, day)
    leaders = con.execute("select count(*) from leads").fetchone()
    if leaders and leaders[0]:
        con.execute(_DERIVE_TRACKS, day)
    else:
        tracks_from_titles.derive(con, as_of)


def rederive_tracks(con: duckdb.DuckDBPyConnection) -> None:
    """Derive the tracks of every roster again after a setting changed, and rebuild `employees`."""
    for (day,) in con.execute("select distinct as_of from roster_rows order by 1").fetchall():
        forget_derived_tracks(con, day)
        derive_tracks(con, day)
    rebuild_employees(con)


def unknown_tracks(con: duckdb.DuckDBPyConnection, as_of: date) -> list[Problem]:
    """A warning where a roster with titles has no known track, or where its tracks were derived from titles."""
    counts = con.execute(
        "select count(job_title), count(track), count(*) filter (where track_derived), "
        "count(*) filter (where track_derived and track = 'manager') from roster_rows where as_of = ?",
        [as_of],
    ).fetchone()
    titled, known, derived, leading = counts or (0, 0, 0, 0)
    if titled and not known:
        remedy = "Add a column Track or Manager ID, or say that tracks may be taken from job titles."
        return [Problem("Nobody's track is known: everybody counts as unknown.", remedy, "warning")]
    lines = con.execute("select exists (select 1 from leads)").fetchone() if derived else None
    if lines == (False,):
        text = f"The tracks of {derived:,} people were taken from their job titles or levels: {leading:,} lead people."
        return [Problem(text, "Check the words of titles that mean so, or bring a column Track.", "warning")]
    return []


def rebuild_employees(con: duckdb.DuckDBPyConnection) -> None:
    """Rebuild `employees` from every roster on record: one row per person and employment."""
    schema.renew(con, "employees")
    shared, partial = _fields_by_reach(con)
    newest = ", ".join(f"n.{field}" for field in shared)
    older = "".join(
        ", coalesce(o.track_derived, false) as track_derived" if f == "track_derived" else f", o.{f}" for f in partial
    )
    join = _join_older(partial) if partial else ""
    days = con.execute("select count(distinct as_of) from roster_rows").fetchone()
    several = bool(days and days[0] > 1)
    con.execute(
        f"""
        insert into employees by name
        select n.employee_id, n.hire_date, {newest}{older}
        from roster_rows as n {join}
        {_NEWEST if several else ""}
        """
    )
    if several:
        con.execute(_DROP_CORRECTED)
    if con.execute(_TWICE).fetchone():
        raise duckdb.ConstraintException("employees: an employment stands twice")


def _fields_by_reach(con: duckdb.DuckDBPyConnection) -> tuple[list[str], list[str]]:
    """Fields that every roster brings, or none does (the newest row is enough), and fields that only some bring."""
    counted = con.execute("select count(*) from rosters").fetchone()
    total = counted[0] if counted else 0
    number_of_rosters = dict(con.execute("select unnest(fields_given), count(*) from rosters group by 1").fetchall())
    partial = [field for field in FIELDS if 0 < number_of_rosters.get(field, 0) < total]
    if "track" in partial:
        partial.append("track_derived")
    return [field for field in FIELDS if field not in partial], partial


def _join_older(partial: list[str]) -> str:
    """For fields only some rosters bring: the newest row whose roster brought the field."""
    picks = ", ".join(
        f"arg_max_null(r.{field}, r.as_of) filter (where list_contains(g.fields_given, '{field}')) as {field}"
        if field != "track_derived"
        else "arg_max(r.track_derived, r.as_of) filter (where r.track is not null) as track_derived"
        for field in partial
    )
    return f"""
        left join (
            select r.employee_id, r.hire_date, {picks}
            from roster_rows as r
            join rosters as g on g.load_id = r.load_id and g.as_of = r.as_of
            group by r.employee_id, r.hire_date
        ) as o on o.employee_id = n.employee_id and o.hire_date = n.hire_date
    """


_TWICE = "select 1 from employees group by employee_id, hire_date having count(*) > 1 limit 1"
_NEWEST = """
where n.rowid in (select arg_max(rowid, as_of) from roster_rows group by employee_id, hire_date)
"""

# A newer roster that moves someone's hire date to a day on which an older roster already showed them employed has
# corrected the date: the older employment never was.
_DROP_CORRECTED = """
delete from employees as wrong
using (
    select employee_id, hire_date, max(as_of) as last_seen from roster_rows group by employee_id, hire_date
) as shown
where shown.employee_id = wrong.employee_id
    and shown.hire_date = wrong.hire_date
    and wrong.termination_date is null
    and exists (
        select 1
        from roster_rows as newer
        where newer.employee_id = wrong.employee_id
            and newer.hire_date <> wrong.hire_date
            and newer.as_of > shown.last_seen
            and newer.hire_date <= shown.last_seen
            and (newer.termination_date is null or newer.termination_date > wrong.hire_date)
    )
"""


def forget_derived_tracks(con: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """Empty the tracks derived for a day, so that a newer file of that day is compared with the files alone."""
    con.execute("update roster_rows set track = null, track_derived = false where as_of = ? and track_derived", [as_of])


def asks_more(con: duckdb.DuckDBPyConnection, as_of: date, given: Sequence[str]) -> bool:
    """Whether a file just merged brings a field that no earlier file of the day brought, for people it repeats.

    An empty cell of such a field is a change too: it replaces what an older roster has.
    """
    again = con.execute("select exists (select 1 from paired)").fetchone() == (True,)
    return again and bool(set(given) - _fields_of_day(con, as_of) - {"as_of"})


def note(con: duckdb.DuckDBPyConnection, load_id: int, as_of: date, assumed: bool, given: Sequence[str]) -> None:
    """Record which fields a roster brought, together with those of earlier files of the same day."""
    fields = sorted({*given, *_fields_of_day(con, as_of)} - {"as_of"})
    con.execute("update roster_rows set load_id = ? where rowid in (select stored_row from paired)", [load_id])
    con.execute("delete from rosters where load_id = ? and as_of = ?", [load_id, as_of])
    con.execute("insert into rosters values (?, ?, ?, ?)", [load_id, as_of, assumed, fields])


def _fields_of_day(con: duckdb.DuckDBPyConnection, as_of: date) -> set[str]:
    """The fields that earlier files of a day brought."""
    rows = con.execute("select distinct unnest(fields_given) from rosters where as_of = ?", [as_of]).fetchall()
    return {row[0] for row in rows}
