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
    """The cells that are occupied on at least one day, and the lines they lie in.

    A unit is one person's values on one day. `member[subset, unit]` is the number of the cell the unit is in. `keys`
    has one row per cell with its values. A line is a parent cell split along one more column: `line` and `cell` pair
    each line with its cells, and `parent` holds the parent of every line.
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
    """Pairs of a cell of one subset of columns and a person in it, each pair once even if the person has several units.

    `day` has a column per person with their unit or -1, and a row for each further unit of the same person.
    """
    # sorted per person, so that two units of one person in the same cell are neighbours and the second is dropped
    cell = np.sort(np.where(day >= 0, member[day], -1), axis=0)
    cell[1:][cell[1:] == cell[:-1]] = -1
    which, people = np.nonzero(cell >= 0)
    return cell[which, people], people


def lattice(units: pd.DataFrame, subsets: Sequence[tuple[str, ...]]) -> Lattice:
    """The lattice of those units over the given subsets of their columns; `subsets` must be closed under subsets."""
    codes = {name: pd.factorize(units[name], use_na_sentinel=False)[0].astype(np.int64) for name in units}
    member = np.zeros((len(subsets), len(units)), dtype=np.int64)
    keys: list[pd.DataFrame] = []
    first = 0
    for row, subset in enumerate(subsets):
        mixed = np.zeros(len(units), dtype=np.int64)
        for name in subset:
            # one number per combination of values, each column a digit
            mixed = mixed * (int(codes[name].max(initial=0)) + 1) + codes[name]
        values, example, within = np.unique(mixed, return_index=True, return_inverse=True)
        member[row] = within + first
        keys.append(units.iloc[example][list(subset)].assign(subset=row))
        first += len(values)
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
    """The cells with at least `threshold` people, whose rest in every line is nobody or at least as many."""
    rest = n[cells.parent[cells.line]] - n[cells.cell]
    small = n < threshold
    small[cells.cell[(rest > 0) & (rest < threshold) & (n[cells.cell] > 0)]] = True
    return np.asarray(~small)


@dataclass(frozen=True)
class Alike:
    """Attributes that the units of a cell must not all share.

    `any` counts per cell the units with any value of the attribute; `each` has one row per value.
    """

    any: Whole
    each: Whole

    def all_of_one(self) -> Truth:
        """The cells whose units with a value all have the same one."""
        return np.asarray((self.any > 0) & (self.each == self.any).any(axis=0))

    def in_lines(self, cells: Lattice, counted: Truth) -> Alike:
        """The same counts, added up per line over the cells marked in `counted`."""

        def added(n: Whole) -> Whole:
            sums = np.bincount(cells.line, weights=n[cells.cell] * counted, minlength=len(cells.parent))
            return sums.astype(np.int64)

        return Alike(added(self.any), np.array([added(n) for n in self.each]).reshape(-1, len(cells.parent)))


def settled(cells: Lattice, n: Whole, shown: Truth, threshold: int, alike: Alike | None = None) -> Truth:
    """The shown cells, less those from which a hidden cell of their line could be computed.

    In each line that has exactly one hidden cell, or too few people hidden, or a hidden parent and no hidden part, or
    whose hidden units are all `alike`, the smallest shown cell is hidden too, until nothing changes. Lines whose cells
    share people are left to `selection`: there the parent less the other cells is not the hidden cell.
    """
    shown = shown.copy()
    occupied = n[cells.cell] > 0
    lines = len(cells.parent)
    apart = np.bincount(cells.line, weights=n[cells.cell], minlength=lines) == n[cells.parent]
    while True:
        visible = shown[cells.cell] & occupied
        concealed = occupied & ~visible
        hidden = np.bincount(cells.line, weights=concealed, minlength=lines)
        people = np.bincount(cells.line, weights=concealed * n[cells.cell], minlength=lines)
        above = ~shown[cells.parent] & (n[cells.parent] > 0)
        bad = (hidden == 1) | ((hidden > 0) & (people < threshold)) | ((hidden == 0) & above)
        bad &= apart
        if alike is not None:
            bad |= alike.in_lines(cells, concealed).all_of_one()
        pick = np.flatnonzero(visible & bad[cells.line])
        if not len(pick):
            return shown
        pick = pick[np.lexsort((n[cells.cell[pick]], cells.line[pick]))]
        _, smallest = np.unique(cells.line[pick], return_index=True)
        shown[cells.cell[pick[smallest]]] = False
