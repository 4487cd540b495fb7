"""Which totals of groups of people may be shown together, so that nobody can compute a small group from the others.

A cell is a group of people at one day: everybody, or those with one, two or three given values. Nothing here knows what
the columns mean. metrics/disclosure_control/selection.py chooses what gives nothing away; `settled` is the last rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]


@dataclass(frozen=True)
class Lattice:
    """The cells that somebody is in on any day, and the lines they lie in.

    `member` says for each subset of columns (its rows) and each unit, somebody's values at a day, which cell it is in.
    `keys` has the values of every cell. A line is a parent cell split along one more column: `line` and `cell` pair
    them, and `parent` holds the parent of every line.
    """

    subsets: tuple[tuple[str, ...], ...]
    keys: pd.DataFrame
    member: Whole
    line: Whole
    cell: Whole
    parent: Whole

    def count(self, units: NDArray[np.generic]) -> Whole:
        """How many of those units are in each cell."""
        return np.bincount(self.member[:, units].ravel(), minlength=len(self.keys))

    def people(self, day: Whole) -> Whole:
        """How many people are in each cell on a day."""
        return sum(
            (np.bincount(inside(member, day)[0], minlength=len(self.keys)) for member in self.member),
            np.zeros(len(self.keys), dtype=np.int64),
        )


def inside(member: Whole, day: Whole) -> tuple[Whole, Whole]:
    """The cells of one subset of columns and the people in them: everybody once in each, also where units are more.

    A day has for every person the unit they are, or -1; a row for each of several units.
    """
    cell = np.sort(np.where(day >= 0, member[day], -1), axis=0)
    cell[1:][cell[1:] == cell[:-1]] = -1
    which, people = np.nonzero(cell >= 0)
    return cell[which, people], people


def lattice(units: pd.DataFrame, subsets: Sequence[tuple[str, ...]]) -> Lattice:
    """The lattice of those units over the given subsets of their columns; a subset comes with all its own subsets."""
    codes = {name: pd.factorize(units[name], use_na_sentinel=False)[0].astype(np.int64) for name in units}
    member = np.zeros((len(subsets), len(units)), dtype=np.int64)
    keys: list[pd.DataFrame] = []
    first = 0
    for row, subset in enumerate(subsets):
        mixed = np.zeros(len(units), dtype=np.int64)
        for name in subset:
            mixed = mixed * (int(codes[name].max(initial=0)) + 1) + codes[name]
        found, example, within = np.unique(mixed, return_index=True, return_inverse=True)
        member[row] = within + first
        keys.append(units.iloc[example][list(subset)].assign(subset=row))
        first += len(found)
    return Lattice(tuple(subsets), pd.concat(keys, ignore_index=True), member, *_lines(subsets, member, first))


def _lines(subsets: Sequence[tuple[str, ...]], member: Whole, cells: int) -> tuple[Whole, Whole, Whole]:
    place = {frozenset(subset): row for row, subset in enumerate(subsets)}
    lines, within, parents = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for row, subset in enumerate(subsets):
        for column in subset:
            pairs = np.unique(member[place[frozenset(subset) - {column}]] * cells + member[row])
            over, line = np.unique(pairs // cells, return_inverse=True)
            lines.append(line + sum(map(len, parents)))
            within.append(pairs % cells)
            parents.append(over)
    return np.concatenate(lines), np.concatenate(within), np.concatenate(parents)


def large_enough(cells: Lattice, n: Whole, threshold: int) -> Truth:
    """The cells with so many people whose lines, less them, have nobody or as many."""
    rest = n[cells.parent[cells.line]] - n[cells.cell]
    small = n < threshold
    small[cells.cell[(rest > 0) & (rest < threshold) & (n[cells.cell] > 0)]] = True
    return np.asarray(~small)


@dataclass(frozen=True)
class Alike:
    """What units of a cell may not all have in common: how many have `any` of it, and how many each, a row for one."""

    any: Whole
    each: Whole

    def all_of_one(self) -> Truth:
        """The cells whose units all have the same."""
        return np.asarray((self.any > 0) & (self.each == self.any).any(axis=0))

    def in_lines(self, cells: Lattice, counted: Truth) -> Alike:
        """The same of the counted cells of each line, taken together."""

        def added(n: Whole) -> Whole:
            found = np.bincount(cells.line, weights=n[cells.cell] * counted, minlength=len(cells.parent))
            return found.astype(np.int64)

        return Alike(added(self.any), np.array([added(n) for n in self.each]).reshape(-1, len(cells.parent)))


def settled(cells: Lattice, n: Whole, shown: Truth, threshold: int, alike: Alike | None = None) -> Truth:
    """The shown cells without those that stand against exactly one hidden in their line, or too few people hidden.

    There the smallest shown goes as well, and where a hidden whole has no part hidden, or where all that are hidden in
    a line are `alike`, until nothing changes. Lines whose parts have people in common are left to the audit: a whole
    less the others is not what is hidden there.
    """
    shown = shown.copy()
    there = n[cells.cell] > 0
    lines = len(cells.parent)
    apart = np.bincount(cells.line, weights=n[cells.cell], minlength=lines) == n[cells.parent]
    while True:
        seen = shown[cells.cell] & there
        gone = there & ~seen
        hidden = np.bincount(cells.line, weights=gone, minlength=lines)
        people = np.bincount(cells.line, weights=gone * n[cells.cell], minlength=lines)
        above = ~shown[cells.parent] & (n[cells.parent] > 0)
        bad = (hidden == 1) | ((hidden > 0) & (people < threshold)) | ((hidden == 0) & above)
        bad &= apart
        if alike is not None:
            bad |= alike.in_lines(cells, gone).all_of_one()
        pick = np.flatnonzero(seen & bad[cells.line])
        if not len(pick):
            return shown
        pick = pick[np.lexsort((n[cells.cell[pick]], cells.line[pick]))]
        _, smallest = np.unique(cells.line[pick], return_index=True)
        shown[cells.cell[pick[smallest]]] = False
