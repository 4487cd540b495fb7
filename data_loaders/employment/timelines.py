"""Timelines of employments: the values of job history and rosters, carried forward from day to day.

Everything stands in arrays of whole numbers, one row per employment and day, sorted once: a company of a million has
tens of millions of rows, and sorting those anew for each question would take minutes.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

Codes = np.ndarray  # whole numbers; where a column is of words, each word's place among its words
NOTHING = np.iinfo(np.int32).min
HISTORY, ROSTER = 1, 2  # sources of a value; 0 is the first day of an employment, which brings none
FROM_HISTORY = ("track", "job_level", "job_family", "business_unit", "manager_id")
FROM_ROSTERS = ("department", "location", "country")
FIELDS = (*FROM_HISTORY, *FROM_ROSTERS)
_NOBODY = ""  # the manager of somebody whose cell is empty in a roster with a column of managers

# An event says nothing of what it leaves empty; a roster that has managers says of an empty one that there is none.
# The numbers of employments are those of the temp table `lasting`, made by spells.sql.
_STATEMENTS = """
select number, hire_date as day, 0 as source, 0 as place, false as derived,
    null as track, null as job_level, null as job_family, null as business_unit, null as manager_id,
    null as department, null as location, null as country
from lasting
union all
select l.number, h.effective_date, 1, h.sequence, false,
    h.track, h.job_level, h.job_family, h.business_unit, h.manager_id, null, null, null
from job_history as h
join lasting as l on l.employee_id = h.employee_id
where h.action <> 'termination'
    and h.effective_date >= l.hire_date
    and (l.end_date is null or h.effective_date < l.end_date or h.effective_date = l.hire_date)
union all
select l.number, greatest(r.as_of, r.hire_date), 2, date_diff('day', date '1900-01-01', r.as_of), r.track_derived,
    r.track, r.job_level, r.job_family, r.business_unit,
    case when r.manager_id is null and list_contains(o.fields_given, 'manager_id') then '' else r.manager_id end,
    r.department, r.location, r.country
from roster_rows as r
join lasting as l on l.employee_id = r.employee_id and l.hire_date = r.hire_date
left join rosters as o on o.load_id = r.load_id and o.as_of = r.as_of
"""
_BATCH = 500_000


@dataclass(frozen=True)
class Timelines:
    """One row per employment and day on which something may have changed, in that order.

    `held` has the value of each field as codes of `words`, NOTHING where none is known. `assumed`: the track or level
    is only known from a later day.
    """

    employment: np.ndarray
    day: np.ndarray
    held: dict[str, Codes]
    words: dict[str, pa.Array]
    derived: np.ndarray
    assumed: np.ndarray

    def among(self, rows: np.ndarray) -> Timelines:
        """These rows only."""
        held = {name: codes[rows] for name, codes in self.held.items()}
        return Timelines(
            self.employment[rows], self.day[rows], held, self.words, self.derived[rows], self.assumed[rows]
        )


def carried(con: duckdb.DuckDBPyConnection) -> Timelines:
    """Values carried forward from history and rosters; before the first known value, that value is assumed.

    For each field of an employment, values come from the history where it ever has one, else from the rosters. A
    roster's empty manager is carried forward like a manager.
    """
    statements, words = _fetched(con)
    order = _order(statements)
    employment, day, source = (statements.pop(name)[order] for name in ("number", "day", "source"))
    derived = statements.pop("derived")[order].astype(bool)
    starts = first_rows(employment)
    last_of_day = np.flatnonzero(np.append((employment[1:] != employment[:-1]) | (day[1:] != day[:-1]), True))
    new_starts = np.searchsorted(last_of_day, starts)
    held: dict[str, Codes] = {}
    assumed = np.zeros(len(last_of_day), bool)
    for name in FIELDS:
        codes = statements.pop(name)[order]
        codes = _from_preferred_source(codes, source, starts)
        at = known_at(codes, starts)[last_of_day]
        first = _first_known(at, new_starts)
        if name in ("track", "job_level"):
            assumed |= (at < 0) & (first >= 0)
        at = np.where(at < 0, first, at)
        held[name] = np.where(at < 0, NOTHING, codes[at])
        if name == "track":
            by_roster = derived & (source == ROSTER)
            track_derived = (at >= 0) & by_roster[at]
    nobody = held["manager_id"] == words["manager_id"].index(_NOBODY).as_py()
    held["manager_id"] = np.where(nobody, NOTHING, held["manager_id"])
    return Timelines(employment[last_of_day], day[last_of_day], held, words, track_derived, assumed)


def first_rows(groups: np.ndarray) -> np.ndarray:
    """The index at which each run of equal numbers begins."""
    if not len(groups):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.append(True, groups[1:] != groups[:-1]))


def spread(per_run: np.ndarray, starts: np.ndarray, rows: int) -> np.ndarray:
    """A value of each run for every one of its rows."""
    return np.repeat(per_run, np.diff(np.append(starts, rows)))


def _fetched(con: duckdb.DuckDBPyConnection) -> tuple[dict[str, np.ndarray], dict[str, pa.Array]]:
    parts: dict[str, list[pa.Array]] = {}
    for batch in con.sql(_STATEMENTS).to_arrow_reader(_BATCH):
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            coded = column.dictionary_encode() if pa.types.is_string(column.type) else column
            parts.setdefault(name, []).append(coded)
    columns, words = {}, {}
    for name in list(parts):
        column = pa.chunked_array(parts.pop(name))
        if pa.types.is_dictionary(column.type):
            column = column.unify_dictionaries()
            words[name] = column.chunk(0).dictionary
            columns[name] = np.concatenate([numbers(chunk.indices) for chunk in column.chunks])
        else:
            columns[name] = np.concatenate([numbers(chunk) for chunk in column.chunks])
    return columns, words


def numbers(column: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """A column of days, flags or whole numbers as numbers, NOTHING where it is empty."""
    if pa.types.is_boolean(column.type):
        return np.asarray(column.to_numpy(zero_copy_only=False))
    if pa.types.is_date(column.type):
        column = column.cast(pa.int32())
    filled = column.fill_null(NOTHING)
    values = filled.to_numpy() if isinstance(filled, pa.ChunkedArray) else filled.to_numpy(zero_copy_only=False)
    return np.asarray(values, np.int32)


def _order(statements: dict[str, np.ndarray]) -> np.ndarray:
    """The sorting order of the rows: by employment, day, and place within the day.

    The three are packed into one 64-bit key where they fit; else they are sorted as three columns.
    """
    place = statements.pop("place").astype(np.int64)
    place -= place.min(initial=0)
    day = statements["day"].astype(np.int64)
    day -= day.min(initial=0)
    if place.max(initial=0) >= 2**17 or day.max(initial=0) >= 2**21:
        return np.lexsort((place, day, statements["number"]))
    key = (statements["number"].astype(np.int64) << 38) | (day << 17) | place
    return np.argsort(key, kind="stable")


def _from_preferred_source(codes: Codes, source: np.ndarray, starts: np.ndarray) -> Codes:
    """The history's codes for employments where it has any for the field, else those of the rosters."""
    if not len(codes):
        return codes
    by_history = (source == HISTORY) & (codes != NOTHING)
    if not by_history.any():
        return codes
    tells = spread(np.logical_or.reduceat(by_history, starts), starts, len(codes))
    return np.where(tells & (source != HISTORY), NOTHING, codes)


def known_at(codes: Codes, starts: np.ndarray) -> np.ndarray:
    """For each row, the latest row of its employment up to it with a known value; -1 where there is none."""
    at = np.where(codes != NOTHING, np.arange(len(codes)), -1)
    np.maximum.accumulate(at, out=at)
    at[at < spread(starts, starts, len(codes))] = -1
    return at


def _first_known(at: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """For each row, the first row of its employment with a known value; -1 where there is none."""
    unknown = np.iinfo(at.dtype).max
    if not len(at):
        return at
    first = np.minimum.reduceat(np.where(at < 0, unknown, at), starts)
    return spread(np.where(first == unknown, -1, first), starts, len(at))
