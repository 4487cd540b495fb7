"""Which groups of people viewers without the right to see persons may be shown, per population and day.

Built once per generation and stored beside it (`mask_files`). `masked_metrics` answers every question of such a viewer
from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import duckdb
import numpy as np
import pandas as pd

from metrics import catalogue, company
from metrics.disclosure_control import selection
from metrics.disclosure_control.lattice import Alike, Lattice, Truth, Whole, lattice
from metrics.disclosure_control.populations import AT_MOST, POPULATIONS, Population
from metrics.errors import MetricError
from metrics.question import Question
from metrics.scope import UNKNOWN, Scope, months_before

QUARTERS = 12  # days a viewer may choose
MONTHS = 12  # the window
FIRST = (("track",), ("business_unit",))  # after everybody, whom the headlines speak of
LAST = 16
Values = frozenset[tuple[str, str]]


class NotMasked(MetricError):
    """A cut that is not shown to viewers without the right to see persons; the message names what they can ask for."""


@dataclass(frozen=True)
class Mask:
    """The number of people per population, day and group: 0 where the group is hidden; empty groups are absent.

    A group is a set of (column, value) pairs. `few` and `sensitive` are the smallest groups the company has set.
    """

    newest: date
    few: int
    sensitive: int
    held: Mapping[str, Mapping[date, Mapping[Values, int]]]

    @cached_property
    def days(self) -> list[date]:
        """The days a viewer may choose, the newest first."""
        return _quarter_ends(self.newest, QUARTERS)

    def shows(self, base: str, day: date, groups: Iterable[Values], fewest: int = 1) -> bool:
        """Whether every one of the groups is shown on that day with at least `fewest` people."""
        sizes = self.held.get(base, {}).get(day, {})
        return all(sizes.get(group, 0) >= fewest for group in groups)


def choices(mask: Mask, column: str, where: Sequence[tuple[str, str]] = (), day: date | None = None) -> list[str]:
    """The values of `column` that, together with the filters in `where`, fix a group with figures."""
    if len({name for name, _ in where} | {column}) > AT_MOST:
        return []
    chosen = frozenset((name, value) for name, value in where if name != column)
    opened = months_before(day or mask.newest, MONTHS)
    options: set[str] = set()
    for when in (day or mask.newest, opened):
        for group, size in mask.held["people"].get(when, {}).items():
            values = dict(group)
            if size and column in values and group == chosen | {(column, values[column])}:
                options.add(values[column])
    return sorted(options, key=lambda value: (value == UNKNOWN, len(value) if value.isdigit() else 0, value))


def build(cur: duckdb.DuckDBPyConnection, newest: date | None = None, bases: Iterable[str] = POPULATIONS) -> Mask:
    """The mask of a generation for the last quarter-ends up to `newest`, by default the newest roster's day."""
    reached = newest or company.default_as_of(cur, date.max)
    last = _quarter_ends(reached, 1)[0]
    few = company.setting(cur, "min_group")
    sensitive = max(few, company.setting(cur, "min_group_sensitive"))
    sizes: dict[str, dict[date, dict[Values, int]]] = {}
    for name in bases:
        base = POPULATIONS[name]
        threshold = sensitive if base.few is None else base.few * few
        sizes[name] = _sizes_of_population(cur, base, last, threshold)
    return Mask(last, few, sensitive, sizes)


def _sizes_of_population(
    cur: duckdb.DuckDBPyConnection, base: Population, last: date, threshold: int
) -> dict[date, dict[Values, int]]:
    ends = _quarter_ends(last, QUARTERS + (MONTHS // 3 if base.opening else 0))[:: base.every]
    parts = [_units(cur, base, end) for end in ends]
    units = pd.concat(parts, ignore_index=True)
    if units.empty:
        return {}
    cells = lattice(units[list(base.columns)], base.subsets())
    sizes = [len(part) for part in parts]
    people = _people(units, sizes)
    barred = [_all_or_none(cells, people[at], units["yes"], 2 * threshold) for at in range(len(ends))]
    if "employment" in units:
        employments = [cells.people(day) for day in _people(units, sizes, "employment")]
        barred = [never | ((n > 0) & (n < threshold)) for never, n in zip(barred, employments, strict=True)]
    if base.opening:  # nobody knows yet who will be gone a year after these days
        barred[: MONTHS // 3] = [np.zeros(len(cells.keys), dtype=bool)] * (MONTHS // 3)
    alike = (
        [_alike(cells, people[at], units["why"], base.never_all) for at in range(len(ends))] if base.never_all else []
    )
    barred = [never | same.all_of_one() for never, same in zip(barred, alike, strict=True)] if alike else barred
    turns = [_turns_of_cells(cells, ends, at, base) for at in range(len(ends))]
    shown = selection.shown_days(cells, people, turns, threshold, barred, alike or None)
    groups = _values(cells)
    n = [cells.people(day) for day in people]
    return {
        end: {groups[cell]: int(n[at][cell] * shown[at][cell]) for cell in np.flatnonzero(n[at])}
        for at, end in enumerate(ends)
    }


def _units(cur: duckdb.DuckDBPyConnection, base: Population, end: date) -> pd.DataFrame:
    as_of = months_before(end, -MONTHS) if base.opening else end
    about = catalogue.entry("retention_rate")
    rows = Question(cur, about, Scope(as_of), {}, None).rows(base.query)
    for column in base.columns:
        code, values = pd.factorize(rows[column], use_na_sentinel=False)
        rows[column] = np.array([UNKNOWN if pd.isna(value) else _text(value) for value in values], dtype=object)[code]
    return rows


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def _people(units: pd.DataFrame, sizes: Sequence[int], column: str = "person") -> list[Whole]:
    """Per day, one column per person with their unit or -1; further rows for people who count as several units."""
    day = np.repeat(np.arange(len(sizes)), sizes)
    number, names = pd.factorize(units[column])
    which = pd.DataFrame({"day": day, "number": number}).groupby(["day", "number"]).cumcount().to_numpy()
    days = []
    for number_of_day in range(len(sizes)):
        rows = np.flatnonzero(day == number_of_day)
        unit_of = np.full((int(which[rows].max(initial=0)) + 1, len(names)), -1, dtype=np.int64)
        unit_of[which[rows], number[rows]] = rows
        days.append(unit_of)
    return days


def _all_or_none(cells: Lattice, day: Whole, yes: pd.Series, small: int) -> Truth:
    """The small cells in which everybody or nobody did what the rate is about."""
    units = day[day >= 0]
    n = cells.count(units)
    if yes.isna().all():
        return np.zeros(len(n), dtype=bool)
    did = cells.count(units[yes.to_numpy(dtype=bool)[units]])
    return np.asarray((n < small) & ((did == 0) | (did == n)))


def _alike(cells: Lattice, day: Whole, why: pd.Series[str], never_all: Sequence[str]) -> Alike:
    """Per cell, how many people have a reason or an answer on record, and how many have each value of `never_all`."""
    units = day[day >= 0]
    reasons = why.to_numpy(dtype=object)[units]
    return Alike(
        cells.count(units[~pd.isna(reasons)]), np.array([cells.count(units[reasons == reason]) for reason in never_all])
    )


def _turns_of_cells(cells: Lattice, ends: Sequence[date], at: int, base: Population) -> Whole:
    """The turn in which each cell of that day is tried, lowest first; -1 for never.

    First everybody on all days, then units and tracks, today's before those of all days; then other single columns and
    pairs where today's figures begin or end; then older days: single columns before pairs, whole years before
    half-years and quarters. Last come two columns with a track, for today's figures alone.
    """
    months = _months_between(ends[at], ends[0]) - (MONTHS if base.opening else 0)
    today = months in (0, -MONTHS)
    place = {0: 0, 6: 1}.get(months % 12, 2)
    turn = []
    for subset in cells.subsets:
        if len(subset) == 0:
            turn.append(1 if "offered_track" in base.columns else 0)  # some are offered both: the tracks go first
        elif subset == ("offered_track",):
            turn.append(0)
        elif subset in FIRST:
            turn.append(FIRST.index(subset) + (2 if today else 2 + len(FIRST)))
        elif len(subset) > AT_MOST == base.most:
            turn.append(LAST if today else -1)
        elif today:
            turn.append(7 if len(subset) == 1 else 8 if {"business_unit", "track"} & {*subset} else 9)
        else:
            turn.append(10 + place if len(subset) == 1 else 13 + place)
    return np.asarray(np.array(turn)[cells.keys["subset"].to_numpy()])


def _months_between(day: date, later: date) -> int:
    return (later.year - day.year) * 12 + later.month - day.month


def _values(cells: Lattice) -> list[Values]:
    groups = []
    for key in cells.keys.to_dict("records"):
        groups.append(frozenset((column, str(key[column])) for column in cells.subsets[int(key["subset"])]))
    return groups


def _quarter_ends(day: date, count: int) -> list[date]:
    """The last `count` quarter-ends up to that day, the newest first."""
    opens = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    following = months_before(opens, -3) - timedelta(days=1)
    newest = day if day == following else opens - timedelta(days=1)
    return [months_before(newest, 3 * back) for back in range(count)]
