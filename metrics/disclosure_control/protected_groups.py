"""The small groups that nobody may be able to compute, and which of them the shown totals determine.

Change everybody's value at random so that no shown total changes: a group whose own total does not change either is
determined by the shown ones, so anybody can compute it; any other group is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from metrics.disclosure_control.lattice import Lattice, Truth, Whole, inside
from metrics.disclosure_control.modular_elimination import PRIME, inverse, remainder

LINES_AT_ONCE = 1024  # of a day's lines, how many rests are worked out together: bounds the memory they take
TELL = 300  # of the groups given away, how many of a sort are told


Signed = tuple[Whole, Whole, Whole]  # the group, the person in it, and 1 or -1


@dataclass(frozen=True)
class Kinds:
    """Kinds of people: those in the same totals. One person of each kind, the kind of every person, and the sizes."""

    one_of: Whole
    of: Whole
    size: Whole


def kinds(cells: Lattice, days: Sequence[Whole], eligible: Sequence[Truth]) -> Kinds:
    """The kinds of people over all eligible cells of all days."""
    rng = np.random.default_rng(0)
    mark = np.zeros(days[0].shape[1], dtype=np.uint64)
    for day, may in zip(days, eligible, strict=True):
        # a random mark per cell: people with the same sum are in the same cells, but for a negligible chance
        marks = rng.integers(0, 2**63, len(may), dtype=np.uint64) * may
        for member in cells.member:
            cell, people = inside(member, day)
            np.add.at(mark, people, marks[cell])
    return Kinds(*np.unique(mark, return_index=True, return_inverse=True, return_counts=True)[1:])


def known_groups(
    cells: Lattice, days: Sequence[Whole], eligible: Sequence[Truth], small: Sequence[Truth], of: Kinds, threshold: int
) -> sparse.csr_matrix:
    """The small groups to check by name, one row each, with signed weights over kinds.

    They are small cells, wholes less a large cell, and people who joined (1) or left (-1) a cell between two days.
    Groups that split a kind are dropped: no total can tell the people of a kind apart.
    """
    present = [_present(cells, day) for day in days]
    groups = [_small_cells(day, few) for day, few in zip(present, small, strict=True)]
    groups += [_small_rests(cells, day, threshold) for day in present]
    for at, later in enumerate(present):
        for before in range(at):
            groups.append(_small_changes((later, present[before]), eligible[at] & eligible[before], threshold))
    return _without_duplicates(_groups_over_kinds(groups, of))


def given_away(moved: Whole, groups: sparse.csr_matrix, size: Whole, threshold: int) -> sparse.csr_matrix:
    """The groups under the threshold that do not change, one row each: single kinds, pairs, and the named `groups`.

    A pair counts also when only the difference of the two does not change: that reveals a yes or no as well.
    """
    few = np.flatnonzero(size < threshold)
    key, sign = _keys(moved[few])
    alone = few[key == 0][:TELL]
    order = np.argsort(key, kind="stable")
    same = np.flatnonzero((key[order][1:] == key[order][:-1]) & (key[order][1:] != 0))
    first, second = order[same], order[same + 1]
    fits = np.flatnonzero(size[few[first]] + size[few[second]] < threshold)[:TELL]
    first, second = first[fits], second[fits]
    unmoved = np.flatnonzero(~(groups @ moved[:, :3] % PRIME).any(axis=1))[:TELL]
    singles = _kind_rows([alone], [np.ones(len(alone), dtype=np.int64)], len(size))
    pairs = _kind_rows(
        [few[first], few[second]], [np.ones(len(first), dtype=np.int64), -sign[first] * sign[second]], len(size)
    )
    return sparse.vstack([singles, pairs, groups[unmoved]], format="csr")


def alone_give_away(
    moved: Whole, totals: sparse.csr_matrix, groups: sparse.csr_matrix, size: Whole, threshold: int, *, pairs: bool
) -> Truth:
    """Which of those totals would, added to the known ones by itself, reveal a small group."""
    last = totals @ moved[:, 3] % PRIME
    # a change less this multiple of the fourth draw leaves the total as it is too
    factor = totals @ moved[:, :2] % PRIME * inverse(last)[:, None] % PRIME
    group_changes = groups @ moved % PRIME
    still = (group_changes[:, :1] == group_changes[:, 3:] * factor[:, 0] % PRIME) & (
        group_changes[:, 1:2] == group_changes[:, 3:] * factor[:, 1] % PRIME
    )
    few = moved[2 * size < threshold].astype(float)
    first, second = (remainder(few[:, draw : draw + 1] - few[:, 3:] * factor[:, draw]) for draw in (0, 1))
    away = still.any(axis=0) | ~((first != 0) | (second != 0)).all(axis=0)
    if pairs:
        key = np.sort(np.abs(first) * PRIME + np.where(first < 0, -second, second), axis=0)
        away |= (key[1:] == key[:-1]).any(axis=0)
    return np.asarray(away & (last != 0))


def _keys(moved: Whole) -> tuple[Whole, Whole]:
    """Three draws packed into one number, equal for opposite draws, and the sign that makes them so."""
    first = np.where(moved[:, 0], moved[:, 0], np.where(moved[:, 1], moved[:, 1], moved[:, 2]))
    turned = first > PRIME // 2
    draws = np.where(turned[:, None], (PRIME - moved[:, :3]) % PRIME, moved[:, :3])
    return (draws[:, 0] * PRIME + draws[:, 1]) * PRIME + draws[:, 2], np.where(turned, -1, 1)


def _kind_rows(kinds_of: Sequence[Whole], signs: Sequence[Whole], many: int) -> sparse.csr_matrix:
    count = len(kinds_of[0])
    at = np.tile(np.arange(count), len(kinds_of))
    return sparse.csr_matrix(
        (np.concatenate(signs).astype(np.int64), (at, np.concatenate(kinds_of))), shape=(count, many)
    )


def _present(cells: Lattice, day: Whole) -> sparse.csr_matrix:
    """One row per cell with 1 for everybody in it on that day."""
    cell, people = np.concatenate([np.stack(inside(member, day)) for member in cells.member], axis=1)
    return sparse.csr_matrix(
        (np.ones(len(cell), dtype=np.int64), (cell, people)), shape=(len(cells.keys), day.shape[1])
    )


def _entries(groups: sparse.csr_matrix) -> Signed:
    groups.eliminate_zeros()
    entries = groups.tocoo()
    return entries.row.astype(np.int64), entries.col.astype(np.int64), entries.data


def _small_cells(present: sparse.csr_matrix, small: Truth) -> Signed:
    """The people of every small cell."""
    return _entries(present[np.flatnonzero(small)])


def _small_rests(cells: Lattice, present: sparse.csr_matrix, threshold: int) -> Signed:
    """The people of a parent cell outside one large cell of it, where they are few."""
    n = np.diff(present.indptr)
    parent = cells.parent[cells.line]
    rest = n[parent] - n[cells.cell]
    few = np.flatnonzero((rest > 0) & (rest < threshold) & (n[cells.cell] > 0))
    none = np.empty(0, dtype=np.int64)
    groups, people, signs = [none], [none], [none]
    for first in range(0, len(few), LINES_AT_ONCE):
        lines = few[first : first + LINES_AT_ONCE]
        row, person, sign = _entries(present[parent[lines]] - present[cells.cell[lines]])
        groups, people, signs = [*groups, row + first], [*people, person], [*signs, sign]
    return np.concatenate(groups), np.concatenate(people), np.concatenate(signs)


def _small_changes(days: tuple[sparse.csr_matrix, sparse.csr_matrix], eligible: Truth, threshold: int) -> Signed:
    """Who joined (1) or left (-1) a cell between two days, the later one first, where they are few."""
    cell, people, sign = _entries(days[0] - days[1])
    count = np.bincount(cell, minlength=len(eligible))
    fits = eligible[cell] & (count[cell] < threshold)
    return cell[fits], people[fits], sign[fits]


def _groups_over_kinds(entries_of_groups: Sequence[Signed], of: Kinds) -> sparse.csr_matrix:
    """Groups of people as rows over kinds, without those that split a kind or give it more than one sign."""
    before = np.cumsum([0, *(group.max(initial=-1) + 1 for group, _, _ in entries_of_groups)])
    names, row = np.unique(
        np.concatenate([group + first for (group, _, _), first in zip(entries_of_groups, before, strict=False)]),
        return_inverse=True,
    )
    member, signed = (np.concatenate([entry[part] for entry in entries_of_groups]) for part in (1, 2))
    pair, place, people = np.unique(row * len(of.size) + of.of[member], return_inverse=True, return_counts=True)
    row, kind = pair // len(of.size), pair % len(of.size)
    sign = np.bincount(place, weights=signed, minlength=len(pair)) / people
    fits_kinds = np.ones(len(names), dtype=bool)
    fits_kinds[row[(people != of.size[kind]) | (np.abs(sign) != 1)]] = False
    fits = fits_kinds[row]
    entries = (sign[fits].astype(np.int64), ((np.cumsum(fits_kinds) - 1)[row[fits]], kind[fits]))
    return sparse.csr_matrix(entries, shape=(int(fits_kinds.sum()), len(of.size)))


def _without_duplicates(groups: sparse.csr_matrix) -> sparse.csr_matrix:
    mark = groups @ np.random.default_rng(0).integers(1, 2**40, groups.shape[1])
    return groups[np.unique(np.abs(mark), return_index=True)[1]]
