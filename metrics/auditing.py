"""Whether a small group can be computed from the totals that are shown, by any sums and differences of them.

The shown totals are equations over people. Imagine the people's values changed at random so that no shown total moves:
a group whose own total does not move either is fixed by the shown ones, so anybody can compute it; any other is not.
Worked out exactly, in whole numbers modulo a prime.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from metrics.masking import Lattice, Truth, Whole, shown_on

PRIME = 2**31 - 1
AUDITED_UP_TO = 20_000  # people over all days: beyond, days are too many to solve, and the rules stand alone, doubled
FOURS_UP_TO = 3_000  # kinds of people: beyond, groups of four kinds are not tried
AT_ONCE = 1  # groups whose derivations are looked for in one go


@dataclass(frozen=True)
class Totals:
    """The shown totals, a row each: 1 for the people in it on its day, -1 for those on the day it is compared with."""

    of: sparse.csr_matrix
    day: Whole
    cell: Whole


def shown_days(
    cells: Lattice,
    days: Sequence[Whole],
    turns: Sequence[tuple[Sequence[int], int]],
    threshold: int,
    barred: Sequence[Truth] | None = None,
) -> list[Truth]:
    """Which cells may be shown on each day, so that all of them together give no small group away.

    The days take turns, the first being served best: each turn names days, and how many people must have come or gone
    between one of them and any day before. What a turn adds is audited with all that came before it.
    """
    show: dict[int, Truth] = {}
    can_audit = len(days[0]) <= AUDITED_UP_TO
    rng = np.random.default_rng(0)
    for turn, fewest in turns:
        for day in turn:
            bar = np.zeros(len(cells.keys), dtype=bool) if barred is None else barred[day]
            show[day] = shown_on(cells, days, day, show, threshold, fewest if can_audit else 2 * fewest, bar)
        if can_audit:
            _audit(cells, days, show, turn, threshold, 2, rng)
    if can_audit:
        _audit(cells, days, show, list(show), threshold, 4, rng)
    return [show[day] for day in range(len(days))]


def _audit(
    cells: Lattice,
    days: Sequence[Whole],
    show: dict[int, Truth],
    turn: Sequence[int],
    threshold: int,
    together: int,
    rng: np.random.Generator,
) -> None:
    """Hide cells of the turn's days until no small group is given away.

    Those are the smallest two that a derivation needs, and twice as many each time that was not enough.
    """
    many = 2
    while True:
        totals = shown_totals(cells, days, show)
        groups, of_kinds = groups_given_away(cells, days, totals, threshold, together, rng)
        if not groups:
            return
        some = [groups[at] for at in rng.choice(len(groups), min(AT_ONCE, len(groups)), replace=False)]
        for row in _rows_to_drop(of_kinds, some, np.isin(totals.day, turn), many, rng):
            show[int(totals.day[row])][totals.cell[row]] = False
        many *= 2


def shown_totals(cells: Lattice, days: Sequence[Whole], show: Mapping[int, Truth]) -> Totals:
    """Every shown cell of every day, less the same cell on the nearest day told before it that shows it."""
    none = np.empty(0, dtype=np.int64)
    rows, people, signs, told = [none], [none], [none], [(none, none)]
    count = 0
    order = list(show)
    for at, day in enumerate(order):
        mine = np.flatnonzero(show[day])
        like = np.full(len(mine), -1)
        for other in sorted(order[:at], key=lambda other: -abs(other - day)):
            like[show[other][mine]] = other
        for other in np.unique(like):
            some = mine[like == other]
            row_of = np.full(len(cells.keys) + 1, -1)
            row_of[some] = np.arange(len(some)) + count
            there = days[other] if other >= 0 else np.full_like(days[day], -1)
            for member in cells.member:
                now = np.where(days[day] >= 0, row_of[member[days[day]]], -1)
                then = np.where(there >= 0, row_of[member[there]], -1)
                for which, sign in ((now, 1), (then, -1)):
                    found = np.flatnonzero((which >= 0) & (now != then))
                    rows.append(which[found])
                    people.append(found)
                    signs.append(np.full(len(found), sign))
            told.append((np.full(len(some), day), some))
            count += len(some)
    shape = (count, len(days[0]))
    entries = (np.concatenate(signs), (np.concatenate(rows), np.concatenate(people)))
    matrix = sparse.csr_matrix(entries, shape=shape, dtype=np.int64)
    return Totals(matrix, np.concatenate([day for day, _ in told]), np.concatenate([cell for _, cell in told]))


def groups_given_away(
    cells: Lattice, days: Sequence[Whole], totals: Totals, threshold: int, together: int, rng: np.random.Generator
) -> tuple[list[Whole], sparse.csr_matrix]:
    """The groups of fewer than `threshold` people whose totals the shown ones give away, as kinds of people; and the
    shown totals of the kinds.

    A kind are the people alike in every shown total. Tried are all cells, every kind, any two kinds and, with
    `together` at 4, any three and any four.
    """
    one_of, kind, size = np.unique(_alike(totals.of, rng), return_index=True, return_inverse=True, return_counts=True)[
        1:
    ]
    of_kinds = totals.of[:, one_of]
    moved = np.stack([unmoved(of_kinds, rng) for _ in range(together // 2)])
    few = np.flatnonzero((size < threshold) & (np.diff(of_kinds.tocsc().indptr) > 0))
    groups = [few[group] for group in ones_and_twos(moved[0, few], size[few], threshold)]
    groups += _cells_given_away(cells, days, _shared_out(moved, kind, one_of, rng), kind, threshold)
    if together == 4 and not groups:
        groups = [few[group] for group in threes_and_fours(moved[:, few], size[few], threshold)]
    return groups, of_kinds


def unmoved(totals: sparse.csr_matrix, rng: np.random.Generator) -> Whole:
    """A random change of everybody's value that moves no total, modulo the prime."""
    weight = rng.integers(1, PRIME, totals.shape[0])
    start = rng.integers(0, PRIME, (totals.shape[1], 1))
    right = totals.T.tocsr() @ (weight[:, None] * (totals @ start % PRIME) % PRIME) % PRIME
    return np.asarray((start - _solved(totals, weight, right)) % PRIME)[:, 0]


def _solved(totals: sparse.csr_matrix, weight: Whole, right: Whole) -> Whole:
    """For each column of `right`, the z with totals' × weight × totals × z = right, modulo the prime.

    By conjugate gradients, which end exactly, after as many steps as there are independent totals.
    """
    across = totals.T.tocsr()
    answer = np.zeros_like(right)
    left, step, length = right, right, _products(right, right)
    for _ in range(min(totals.shape) + 1):
        if not left.any():
            break
        image = across @ (weight[:, None] * (totals @ step % PRIME) % PRIME) % PRIME
        far = length * _inverse(_products(step, image)) % PRIME
        answer = (answer + far * step) % PRIME
        left = (left - far * image) % PRIME
        before, length = length, _products(left, left)
        step = (left + length * _inverse(before) % PRIME * step) % PRIME
    return np.asarray(answer)


def _rows_to_drop(
    totals: sparse.csr_matrix, groups: Sequence[Whole], newest: Truth, many: int, rng: np.random.Generator
) -> Whole:
    """For each group the smallest totals that no derivation of it can do without, else those that one makes use of."""
    right = np.zeros((totals.shape[1], len(groups)), dtype=np.int64)
    for column, group in enumerate(groups):
        right[group, column] = 1
    ways = []
    for _ in range(2):
        weight = rng.integers(1, PRIME, totals.shape[0])
        ways.append(weight[:, None] * (totals @ _solved(totals, weight, right) % PRIME) % PRIME)
    size = np.diff(totals.indptr)
    rows: list[Whole] = []
    for one, other in zip(ways[0].T, ways[1].T, strict=True):
        choices = [np.flatnonzero(newest & (one != 0) & (one == other)), np.flatnonzero(newest & (one != 0))]
        needed = next((found for found in choices if len(found)), np.flatnonzero(one))
        rows.append(needed[np.argsort(size[needed])][:many])
    return np.unique(np.concatenate(rows))


def ones_and_twos(moved: Whole, size: Whole, threshold: int) -> list[Whole]:
    """The kinds of people that add up to nothing, alone or with one other, being fewer than the threshold."""
    alone = np.flatnonzero((moved == 0) & (size < threshold))
    rest = np.flatnonzero(moved)
    other = _look_up(moved, rest[np.argsort(moved[rest])], PRIME - moved[rest])
    pairs = np.stack([rest, other])[:, other > rest]
    return [*alone[:, None], *pairs[:, size[pairs].sum(axis=0) < threshold].T]


def threes_and_fours(moved: Whole, size: Whole, threshold: int) -> list[Whole]:
    """The kinds of people that add up to nothing, three or four together, being fewer than the threshold."""
    key = _key(moved)
    order = np.argsort(key)
    small = np.flatnonzero(size <= threshold - 2)
    found: list[Whole] = []
    for at, one in enumerate(small):
        other = small[at + 1 :]
        other = other[size[one] + size[other] <= threshold - 1]
        third = _look_up(key, order, _key(-(moved[:, [one]] + moved[:, other]) % PRIME))
        fits = np.flatnonzero((third > other) & (size[one] + size[other] + size[third] < threshold))
        found += [np.array([one, other[fit], third[fit]]) for fit in fits]
    if len(small) <= FOURS_UP_TO:
        found += _fours(moved, size, small[np.stack(np.triu_indices(len(small), 1))], threshold)
    return found


def _fours(moved: Whole, size: Whole, pairs: Whole, threshold: int) -> list[Whole]:
    pairs = pairs[:, size[pairs].sum(axis=0) <= threshold - 2]
    sums = (moved[:, pairs[0]] + moved[:, pairs[1]]) % PRIME
    key = _key(sums)
    partner = _look_up(key, np.argsort(key), _key(-sums % PRIME))
    fits = np.flatnonzero(partner >= 0)
    four = np.sort(np.concatenate([pairs[:, fits], pairs[:, partner[fits]]]), axis=0)
    four = four[:, (size[four].sum(axis=0) < threshold) & (np.diff(four, axis=0) > 0).all(axis=0)]
    return list(np.unique(four, axis=1).T)


def _look_up(key: Whole, order: Whole, wanted: Whole) -> Whole:
    """The index of each wanted key among those of `order` (sorted by key), else -1."""
    if not len(order):
        return np.full(len(wanted), -1)
    place = np.minimum(np.searchsorted(key[order], wanted), len(order) - 1)
    return np.where(key[order[place]] == wanted, order[place], -1)


def _key(moved: Whole) -> Whole:
    return np.asarray(moved[0] * (PRIME + 1) + moved[1])


def _products(one: Whole, other: Whole) -> Whole:
    return np.asarray((one * other % PRIME).sum(axis=0) % PRIME)


def _inverse(numbers: Whole) -> Whole:
    return np.array([pow(int(number), PRIME - 2, PRIME) for number in numbers])


def _alike(totals: sparse.csr_matrix, rng: np.random.Generator) -> Whole:
    """A number per person, the same for people who are in the same totals."""
    marks = [rng.integers(1, PRIME, totals.shape[0]) for _ in range(2)]
    return _key(np.stack([totals.T @ mark % PRIME for mark in marks]))


def _shared_out(moved: Whole, kind: Whole, one_of: Whole, rng: np.random.Generator) -> Whole:
    """Each kind's value shared out at random among its people: totals that part a kind say nothing of its parts."""
    shares = rng.integers(0, PRIME, (len(moved), len(kind)))
    shares[:, one_of] = 0
    for row, total in zip(shares, moved, strict=True):
        row[one_of] = (total - _sums(kind, row, len(total))) % PRIME
    return shares


def _sums(group: Whole, values: Whole, groups: int) -> Whole:
    """The values added up by group; exact below 2^53, which is four million people."""
    return np.bincount(group, weights=values, minlength=groups).astype(np.int64)


def _cells_given_away(cells: Lattice, days: Sequence[Whole], moved: Whole, kind: Whole, threshold: int) -> list[Whole]:
    """The cells with fewer people than the threshold whose total does not move."""
    found: list[Whole] = []
    for day in days:
        people = np.flatnonzero(day >= 0)
        member = cells.member[:, day[people]]
        n = cells.count(day[people])
        given = (n > 0) & (n < threshold)
        for row in moved:
            every = np.broadcast_to(row[people], member.shape)
            given &= _sums(member.ravel(), every.ravel(), len(n)) % PRIME == 0
        for cell in np.flatnonzero(given):
            found.append(np.unique(kind[people[(member == cell).any(axis=0)]]))
    return found
