"""Employment spells, track runs and reporting lines: consecutive rows of a timeline with the same values, merged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data_loaders.employment.timelines import NOTHING, Codes, Timelines, first_rows, numbers

_UNKNOWN = "unknown"  # the track where no source has one
_PLACES = ("business_unit", "department", "location", "country", "job_family")
_DAY = pa.date32()


def in_time(lines: Timelines, employments: pa.Table) -> Timelines:
    """The timelines without days on or after the end of an employment; its first day always stays."""
    ends = numbers(employments["end_date"])[lines.employment]
    first = lines.day == numbers(employments["hire_date"])[lines.employment]
    return lines.among(np.flatnonzero(first | (ends == NOTHING) | (lines.day < ends)))


def managers(lines: Timelines, employments: pa.Table) -> pa.Table:
    """`reports_to`: one row per stretch of an employment under the same manager."""
    turns = lines.among(_change_rows(lines, [lines.held["manager_id"]]))
    ends = _ends(turns, employments)
    reporting = np.flatnonzero(turns.held["manager_id"] != NOTHING)
    rank = _ranks(lines.words["manager_id"])[turns.held["manager_id"][reporting]]
    reporting = reporting[np.lexsort((turns.day[reporting], rank))]
    employment_rows = pa.array(turns.employment[reporting])
    return pa.table(
        {
            "employee_id": employments["employee_id"].take(employment_rows),
            "hire_date": employments["hire_date"].take(employment_rows),
            "manager_id": _words(turns, "manager_id", reporting),
            "from_date": _days(turns.day[reporting]),
            "to_date": _days(ends[reporting]),
        }
    )


def with_tracks_of_leaders(lines: Timelines, employments: pa.Table, leads: pa.Table) -> Timelines:
    """The timelines with unknown tracks filled: manager for people who ever had a report, else ic; derived and assumed.

    Reporting lines to unknown people or to oneself do not count; without any other, tracks stay unknown.
    """
    no_track = lines.held["track"] == NOTHING
    managers_named = leads["manager_id"].cast(pa.string())
    others = leads.filter(pc.not_equal(managers_named, leads["employee_id"]))["manager_id"].unique()
    leaders = pc.is_in(employments["employee_id"], others.cast(pa.string())).to_numpy()
    if not no_track.any() or not leaders.any():
        return lines
    known = [*lines.words["track"].to_pylist(), "ic", "manager"]
    leads_people = leaders[lines.employment]
    track = np.where(no_track, np.where(leads_people, known.index("manager"), known.index("ic")), lines.held["track"])
    return replace(
        lines,
        held={**lines.held, "track": track.astype(np.int32)},
        words={**lines.words, "track": pa.array(known, pa.string())},
        derived=lines.derived | no_track,
        assumed=lines.assumed | no_track,
    )


def spells(lines: Timelines, employments: pa.Table) -> pa.Table:
    """`employment_spells`: one row per stretch of an employment with the same track, level and groups."""
    counted = [lines.held[name] for name in ("track", "job_level", *_PLACES)]
    turns = lines.among(_change_rows(lines, [*counted, lines.assumed, lines.derived]))
    order, table = _table(turns, employments, _ends(turns, employments), "spell", turns.assumed, turns.derived)
    born = employments["birth_date"].take(pa.array(turns.employment[order]))
    return table.append_column("birth_date", born)


def runs(lines: Timelines, employments: pa.Table) -> pa.Table:
    """`track_runs`: one row per stretch of an employment on one track; group values are those of its first day."""
    first = _change_rows(lines, [lines.held["track"]])
    turns = lines.among(first)
    assumed = np.logical_or.reduceat(lines.assumed, first) if len(first) else lines.assumed
    derived = np.logical_or.reduceat(lines.derived, first) if len(first) else lines.derived
    order, table = _table(turns, employments, _ends(turns, employments), "run", assumed, derived)
    for name, column in _neighbours(turns).items():
        table = table.append_column(name, column.take(pa.array(order)))
    return table


def _neighbours(turns: Timelines) -> dict[str, pa.Array]:
    """The track of the run before and after each one in its employment, and the first day of the run before."""
    track = pc.fill_null(_words(turns, "track", np.arange(len(turns.day))).dictionary_decode(), _UNKNOWN)
    rows = np.arange(len(turns.day))
    begins, ends = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    begins[first_rows(turns.employment)] = True
    ends[_last_rows(turns)] = True
    before, after = pa.array(rows - 1, mask=begins), pa.array(rows + 1, mask=ends)
    return {
        "track_before": track.take(before),
        "before_from": _days(turns.day).take(before),
        "track_after": track.take(after),
    }


def _change_rows(lines: Timelines, compared: list[np.ndarray]) -> np.ndarray:
    """Indices of the rows that begin an employment or differ from the row before in one of the compared columns."""
    if not len(lines.day):
        return np.zeros(0, np.int64)
    differs = lines.employment[1:] != lines.employment[:-1]
    for values in compared:
        differs |= values[1:] != values[:-1]
    return np.flatnonzero(np.append(True, differs))


def _ends(turns: Timelines, employments: pa.Table) -> Codes:
    """The day each turn ends: that of the next one of the employment, else the employment's own."""
    ends: Codes = numbers(employments["end_date"])[turns.employment]
    followed = np.setdiff1d(np.arange(len(ends)), _last_rows(turns), assume_unique=True)
    ends[followed] = turns.day[followed + 1]
    return ends


def _last_rows(turns: Timelines) -> np.ndarray:
    starts = first_rows(turns.employment)
    return np.append(starts, len(turns.employment))[1:] - 1


def _table(
    turns: Timelines, employments: pa.Table, ends: Codes, what: str, assumed: np.ndarray, derived: np.ndarray
) -> tuple[np.ndarray, pa.Table]:
    order = np.lexsort((turns.employment, turns.day))
    employment_rows = pa.array(turns.employment[order])
    last = np.zeros(len(ends), bool)
    last[_last_rows(turns)] = True
    track = pc.fill_null(_words(turns, "track", order).dictionary_decode(), _UNKNOWN)
    left_on = employments["end_date"].take(employment_rows)
    reasons = employments["end_reason"].combine_chunks().dictionary_encode()
    words, codes = reasons.dictionary.to_pylist(), reasons.indices.to_numpy()[turns.employment[order]]
    left = [word.removeprefix("exit_") for word in words]
    return order, pa.table(
        {
            "employee_id": employments["employee_id"].take(employment_rows),
            "hire_date": employments["hire_date"].take(employment_rows),
            f"{what}_start": _days(turns.day[order]),
            f"{what}_end": _days(ends[order]),
            "track": track,
            "job_level": _nullable(turns.held["job_level"][order]),
            **{name: _words(turns, name, order) for name in _PLACES},
            "gender": employments["gender"].dictionary_encode().take(employment_rows),
            "generation": employments["generation"].dictionary_encode().take(employment_rows),
            "end_reason": _coded(np.where(last[order], codes, len(words)), [*words, "change"]),
            "assumed": pa.array(assumed[order]),
            "track_derived": pa.array(derived[order]),
            "left_on": left_on,
            "left_as": _coded(np.where(left_on.is_valid().to_numpy(), codes, NOTHING), left),
        }
    )


def _coded(codes: Codes, words: list[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(_nullable(codes), pa.array(words, pa.string()))


def _nullable(codes: Codes) -> pa.Array:
    return pa.array(codes, mask=codes == NOTHING)


def _days(days: Codes) -> pa.Array:
    return _nullable(days.astype(np.int32)).cast(_DAY)


def _words(lines: Timelines, name: str, rows: np.ndarray) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(_nullable(lines.held[name][rows]), lines.words[name])


def _ranks(words: pa.Array) -> np.ndarray:
    """The place of each word in their order."""
    ranks = np.empty(len(words), np.int64)
    ranks[pc.sort_indices(words).to_numpy()] = np.arange(len(words))
    return ranks
