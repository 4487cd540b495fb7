"""Which totals may be shown together, so that no small group can be computed from them by any sums and differences.

They are taken up one after another, the most wanted first, and each only where it gives nothing away with those taken
before. So no total that is left out could be added.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from metrics.disclosure_control import protected_groups, small_combinations
from metrics.disclosure_control.lattice import Alike, Lattice, Truth, Whole, inside, large_enough, settled
from metrics.disclosure_control.modular_elimination import EliminatedTotals, JoinedTotals

AT_ONCE = 96  # totals that are tried together
PAIRS_UP_TO = 20_000  # kinds of people: beyond, totals are not tried one by one for two kinds given away


def shown_days(
    cells: Lattice,
    days: Sequence[Whole],
    turns: Sequence[Whole],
    threshold: int,
    barred: Sequence[Truth] | None = None,
    alike: Sequence[Alike] | None = None,
) -> list[Truth]:
    """Which cells may be shown on each day, so that all of them together give no small group away.

    `days[d]` has the unit of every person or -1, with a row for each of several. `turns[d]` says for every cell when it
    is taken up on day d, the lowest first; never below 0. Cells that are `barred` are small groups to be kept from view
    themselves. Where all that is hidden in a line is `alike`, more is hidden.
    """
    days = [np.atleast_2d(day) for day in days]
    counts = [cells.people(day) for day in days]
    bar = barred or [np.zeros(len(cells.keys), dtype=bool)] * len(days)
    eligible = [
        large_enough(cells, n, threshold) & ~never & (turn >= 0)
        for n, never, turn in zip(counts, bar, turns, strict=True)
    ]
    small = [((n > 0) & (n < threshold)) | never for n, never in zip(counts, bar, strict=True)]
    of = protected_groups.kinds(cells, days, eligible)
    groups = protected_groups.known_groups(cells, days, eligible, small, of, threshold)
    day, cell = np.nonzero(eligible)
    order = np.lexsort((-np.stack(counts)[day, cell], np.stack(turns)[day, cell]))
    day, cell = day[order], cell[order]
    totals = totals_of(cells, [units[:, of.one_of] for units in days], day, cell)
    taken = _chosen(totals, groups, of.size, threshold)
    show = np.zeros((len(days), len(cells.keys)), dtype=bool)
    show[day[taken], cell[taken]] = True
    same: Sequence[Alike | None] = alike or [None] * len(days)
    return [settled(cells, n, shown, threshold, one) for n, shown, one in zip(counts, show, same, strict=True)]


def _chosen(totals: sparse.csr_matrix, groups: sparse.csr_matrix, size: Whole, threshold: int) -> Whole:
    """The rows to show: first all that give away no named group and no two kinds; of those, all that give away none of
    the threes and fours that all of them would. Fewer totals never give more away, so nothing is left to look for.
    """
    choice = Choice(totals, groups, size, threshold)
    rows = np.sort(choice.taken())
    while (found := small_combinations.threes_and_fours(choice.moved(), size, threshold)).shape[0]:
        choice = Choice(totals[rows], found, size, threshold, most=choice.independent, pairs=False)
        rows = rows[np.sort(choice.taken())]
        if found.shape[0] < small_combinations.TELL:
            break
    return rows


def totals_of(cells: Lattice, days: Sequence[Whole], day: Whole, cell: Whole) -> sparse.csr_matrix:
    """A row for each of those cells of those days, 1 for the people in it."""
    rows, people = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for at, units in enumerate(days):
        row_of = np.full(len(cells.keys), -1)
        row_of[cell[day == at]] = np.flatnonzero(day == at)
        for member in cells.member:
            within, who = inside(member, np.atleast_2d(units))
            row = row_of[within]
            rows.append(row[row >= 0])
            people.append(who[row >= 0])
    entries = (np.ones(sum(map(len, rows)), dtype=np.int64), (np.concatenate(rows), np.concatenate(people)))
    return sparse.csr_matrix(entries, shape=(len(cell), days[0].shape[-1]))


class Choice:
    """The totals that are taken, in their order, out of all that may be."""

    def __init__(
        self,
        totals: sparse.csr_matrix,
        groups: sparse.csr_matrix,
        size: Whole,
        threshold: int,
        *,
        most: int | None = None,
        pairs: bool = True,
    ) -> None:
        self._totals, self._groups, self._size, self._threshold = totals, groups, size, threshold
        self._pairs = pairs and len(size) <= PAIRS_UP_TO
        self._known = EliminatedTotals(totals.shape[1], most or totals.shape[0], np.random.default_rng(0))

    def taken(self) -> Whole:
        """The rows of the totals that give no small group away."""
        waiting, again = np.arange(self._totals.shape[0]), np.empty(0, dtype=np.int64)
        taken = [again]
        while len(waiting) or len(again):
            several = np.concatenate([again[:AT_ONCE], waiting[: max(0, AT_ONCE - len(again))]])
            waiting, again = waiting[max(0, AT_ONCE - len(again)) :], again[AT_ONCE:]
            some, later = self._some(several)
            taken.append(some)
            again = np.concatenate([again, later])
        return np.concatenate(taken)

    def moved(self) -> Whole:
        """Random changes of everybody's value that move none of those taken."""
        return self._known.unmoved()

    @property
    def independent(self) -> int:
        """How many of those taken do not follow from the others."""
        return self._known.count

    def _some(self, rows: Whole) -> tuple[Whole, Whole]:
        """Those of the rows that are taken, and those to be tried once more."""
        known, moved = self._known, self._known.unmoved()
        away = protected_groups.alone_give_away(
            moved, self._totals[rows], self._groups, self._size, self._threshold, pairs=self._pairs
        )
        rows = rows[~away]
        reduced = known.reduced(self._totals[rows])
        later = [np.empty(0, dtype=np.int64)]
        while True:
            joined = known.join(reduced)
            drop, wait = self._dropped(joined)
            if not len(drop):
                known.add(reduced, joined)
                return rows, np.concatenate(later)
            later.append(rows[wait])
            rows, reduced = np.delete(rows, drop), np.delete(reduced, drop, axis=0)

    def _dropped(self, joined: JoinedTotals) -> tuple[Whole, Whole]:
        """Which of the joining totals complete a small group; of those, which may do so only because of others."""
        none = np.empty(0, dtype=np.int64)
        if len(joined.lost):
            return joined.lost, none
        groups = protected_groups.given_away(self._known.unmoved(joined), self._groups, self._size, self._threshold)
        if not groups.shape[0]:
            return none, none
        needed = self._known.shares(groups, joined) != 0
        last = needed.shape[1] - 1 - needed[:, ::-1].argmax(axis=1)
        for_good = np.append(last[needed.sum(axis=1) == 1], last.min())
        return np.unique(last), np.setdiff1d(last, for_good)
