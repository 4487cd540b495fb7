"""Small groups of people that nobody may be able to compute, and which of them stand still when nothing shown moves.

Imagine everybody's value changed at random so that no shown total moves: a group whose own total does not move either
is fixed by the shown ones, so anybody can compute it; any other is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from metrics.disclosure_control.lattice import Lattice, Truth, Whole, inside
from metrics.disclosure_control.modular_elimination import PRIME, inverse, remainder

TELL = 300  # of the groups given away, how many of a sort are told


@dataclass(frozen=True)
class Kinds:
    """People alike in every total that may be shown: one of each, the kind of every person, how many there are."""

    one_of: Whole
    of: Whole
    size: Whole


def kinds(cells: Lattice, days: Sequence[Whole], eligible: Sequence[Truth]) -> Kinds:
    """Who is alike in all the eligible cells of all days."""
    rng = np.random.default_rng(0)
    mark = np.zeros(days[0].shape[1], dtype=np.uint64)
    for day, may in zip(days, eligible, strict=True):
        marks = rng.integers(0, 2**63, len(may), dtype=np.uint64) * may
        for member in cells.member:
            cell, people = inside(member, day)
            np.add.at(mark, people, marks[cell])
    return Kinds(*np.unique(mark, return_index=True, return_inverse=True, return_counts=True)[1:])


def known_groups(
    cells: Lattice, days: Sequence[Whole], eligible: Sequence[Truth], small: Sequence[Truth], of: Kinds, threshold: int
) -> sparse.csr_matrix:
    """The groups to look for by name, a row each: small cells, wholes less a cell, and who came or went between days.

    Those who went count -1. Groups that part a kind are left out: no total tells the people of a kind apart.
    """
    found = [_small_cells(cells, day, few) for day, few in zip(days, small, strict=True)]
    found += [_small_rests(cells, day, threshold) for day in days]
    for at, later in enumerate(days):
        for before in range(at):
            found += _small_changes(cells, (later, days[before]), eligible[at] & eligible[before], threshold)
    return _unlike(sparse.vstack([_of_kinds(group, of) for group in found], format="csr"))


def given_away(moved: Whole, groups: sparse.csr_matrix, size: Whole, threshold: int) -> sparse.csr_matrix:
    """The groups under the threshold that do not move, a row each: single kinds, any two, and the named `groups`.

    Two kinds count when the one less the other stands still as well: yes and no are told by a difference.
    """
    few = np.flatnonzero(size < threshold)
    key, sign = _keys(moved[few])
    alone = few[key == 0][:TELL]
    order = np.argsort(key, kind="stable")
    same = np.flatnonzero((key[order][1:] == key[order][:-1]) & (key[order][1:] != 0))
    one, other = order[same], order[same + 1]
    fits = np.flatnonzero(size[few[one]] + size[few[other]] < threshold)[:TELL]
    one, other = one[fits], other[fits]
    still = np.flatnonzero(~(groups @ moved[:, :3] % PRIME).any(axis=1))[:TELL]
    singles = _rows([alone], [np.ones(len(alone), dtype=np.int64)], len(size))
    pairs = _rows([few[one], few[other]], [np.ones(len(one), dtype=np.int64), -sign[one] * sign[other]], len(size))
    return sparse.vstack([singles, pairs, groups[still]], format="csr")


def alone_give_away(
    moved: Whole, totals: sparse.csr_matrix, groups: sparse.csr_matrix, size: Whole, threshold: int, *, pairs: bool
) -> Truth:
    """Which of those totals, each added to the known ones by itself, give a small group away; the known ones do not."""
    last = totals @ moved[:, 3] % PRIME
    factor = totals @ moved[:, :2] % PRIME * inverse(last)[:, None] % PRIME
    named = groups @ moved % PRIME
    still = (named[:, :1] == named[:, 3:] * factor[:, 0] % PRIME) & (
        named[:, 1:2] == named[:, 3:] * factor[:, 1] % PRIME
    )
    few = moved[2 * size < threshold].astype(float)
    one, other = (remainder(few[:, draw : draw + 1] - few[:, 3:] * factor[:, draw]) for draw in (0, 1))
    away = still.any(axis=0) | ~((one != 0) | (other != 0)).all(axis=0)
    if pairs:
        key = np.sort(np.abs(one) * PRIME + np.where(one < 0, -other, other), axis=0)
        away |= (key[1:] == key[:-1]).any(axis=0)
    return np.asarray(away & (last != 0))


def _keys(moved: Whole) -> tuple[Whole, Whole]:
    """One number for three draws, the same for opposite ones, and the sign that makes it so."""
    first = np.where(moved[:, 0], moved[:, 0], np.where(moved[:, 1], moved[:, 1], moved[:, 2]))
    turned = first > PRIME // 2
    draws = np.where(turned[:, None], (PRIME - moved[:, :3]) % PRIME, moved[:, :3])
    return (draws[:, 0] * PRIME + draws[:, 1]) * PRIME + draws[:, 2], np.where(turned, -1, 1)


def _rows(kinds_of: Sequence[Whole], signs: Sequence[Whole], many: int) -> sparse.csr_matrix:
    count = len(kinds_of[0])
    at = np.tile(np.arange(count), len(kinds_of))
    return sparse.csr_matrix(
        (np.concatenate(signs).astype(np.int64), (at, np.concatenate(kinds_of))), shape=(count, many)
    )


def _small_cells(cells: Lattice, day: Whole, small: Truth) -> tuple[Whole, Whole, Whole]:
    """Group, person and sign for everybody in a small cell."""
    cell, people = np.concatenate([np.stack(inside(member, day)) for member in cells.member], axis=1)
    found = small[cell]
    return cell[found], people[found], np.ones(int(found.sum()), dtype=np.int64)


def _small_rests(cells: Lattice, day: Whole, threshold: int) -> tuple[Whole, Whole, Whole]:
    """Everybody who is in a whole but not in one large part of it, where those are few."""
    n = cells.people(day)
    parent = cells.parent[cells.line]
    rest = n[parent] - n[cells.cell]
    subset = cells.keys["subset"].to_numpy()
    none = np.empty(0, dtype=np.int64)
    groups, people = [none], [none]
    for at in np.flatnonzero((rest > 0) & (rest < threshold) & (n[cells.cell] > 0)):
        (whole, all_of), (part, some_of) = (
            inside(cells.member[subset[cell]], day) for cell in (parent[at], cells.cell[at])
        )
        found = np.setdiff1d(all_of[whole == parent[at]], some_of[part == cells.cell[at]])
        groups.append(np.full(len(found), at))
        people.append(found)
    return np.concatenate(groups), np.concatenate(people), np.ones(sum(map(len, people)), dtype=np.int64)


def _small_changes(
    cells: Lattice, days: tuple[Whole, Whole], eligible: Truth, threshold: int
) -> list[tuple[Whole, Whole, Whole]]:
    """For each subset of columns everybody who came into a cell (1) or left it (-1) between two days, where few did."""
    found = []
    for member in cells.member:
        now, then = (cell * day.shape[1] + people for day in days for cell, people in [inside(member, day)])
        came, went = np.setdiff1d(now, then, assume_unique=True), np.setdiff1d(then, now, assume_unique=True)
        group, people = np.divmod(np.concatenate([came, went]), days[0].shape[1])
        sign = np.repeat([1, -1], [len(came), len(went)])
        fits = eligible[group]
        count = np.bincount(group[fits], minlength=len(eligible))
        fits &= count[group] < threshold
        found.append((group[fits], people[fits], sign[fits]))
    return found


def _of_kinds(group: tuple[Whole, Whole, Whole], of: Kinds) -> sparse.csr_matrix:
    """Groups of people as rows over kinds; those that part a kind, or take it for more than one thing, left out."""
    names, row = np.unique(group[0], return_inverse=True)
    pair, place, people = np.unique(row * len(of.size) + of.of[group[1]], return_inverse=True, return_counts=True)
    row, kind = pair // len(of.size), pair % len(of.size)
    sign = np.bincount(place, weights=group[2], minlength=len(pair)) / people
    whole = np.ones(len(names), dtype=bool)
    whole[row[(people != of.size[kind]) | (np.abs(sign) != 1)]] = False
    fits = whole[row]
    entries = (sign[fits].astype(np.int64), ((np.cumsum(whole) - 1)[row[fits]], kind[fits]))
    return sparse.csr_matrix(entries, shape=(int(whole.sum()), len(of.size)))


def _unlike(groups: sparse.csr_matrix) -> sparse.csr_matrix:
    mark = groups @ np.random.default_rng(0).integers(1, 2**40, groups.shape[1])
    return groups[np.unique(np.abs(mark), return_index=True)[1]]
