"""Which totals may be shown together so that no small group can be computed from them by sums and differences.

Totals are tried in order of priority, and each is accepted only if it reveals nothing with those accepted before it. So
the selection is maximal: no rejected total could be added.
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
    """Which cells may be shown on each day, so that all of them together reveal no small group.

    `days[d]` has a column per person with their unit or -1, and a row for each further unit of theirs. `turns[d]` is
    the turn of each cell on day d, lowest first, negative for never. `barred` cells are treated as small groups
    whatever their size. Where everything hidden in a line is `alike`, more is hidden.
    """
    days = [np.atleast_2d(day) for day in days]
    counts = [cells.people(day) for day in days]
    bar = barred or [np.zeros(len(cells.keys), dtype=bool)] * len(days)
    eligible = [
        large_enough(cells, n, threshold) & ~never & (turn >= 0)
        for n, never, turn in zip(counts, bar, turns, strict=True)
    ]
    small = [((n > 0) & (n < threshold)) | never for n, never in zip(counts, bar, strict=True)]
    kinds = protected_groups.kinds(cells, days, eligible)
    groups = protected_groups.known_groups(cells, days, eligible, small, kinds, threshold)
    day, cell = np.nonzero(eligible)
    order = np.lexsort((-np.stack(counts)[day, cell], np.stack(turns)[day, cell]))
    day, cell = day[order], cell[order]
    totals = totals_of(cells, [units[:, kinds.one_of] for units in days], day, cell)
    rows = _rows_to_show(totals, groups, kinds.size, threshold)
    show = np.zeros((len(days), len(cells.keys)), dtype=bool)
    show[day[rows], cell[rows]] = True
    same: Sequence[Alike | None] = alike or [None] * len(days)
    return [settled(cells, n, chosen, threshold, common) for n, chosen, common in zip(counts, show, same, strict=True)]


def _rows_to_show(totals: sparse.csr_matrix, groups: sparse.csr_matrix, size: Whole, threshold: int) -> Whole:
    """The rows to show, in two passes.

    The first accepts totals that reveal no named group and no one or two kinds. The second accepts, out of these,
    totals that reveal no three or four kinds either. Fewer totals never reveal more, so the second needs only what the
    first found.
    """
    choice = Choice(totals, groups, size, threshold)
    rows = np.sort(choice.taken())
    while (groups_found := small_combinations.threes_and_fours(choice.moved(), size, threshold)).shape[0]:
        choice = Choice(totals[rows], groups_found, size, threshold, most=choice.independent, pairs=False)
        rows = rows[np.sort(choice.taken())]
        if groups_found.shape[0] < small_combinations.TELL:
            break
    return rows


def totals_of(cells: Lattice, days: Sequence[Whole], day: Whole, cell: Whole) -> sparse.csr_matrix:
    """One row per (day, cell) pair with 1 for everybody in it."""
    rows, people = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for at, units in enumerate(days):
        row_of = np.full(len(cells.keys), -1)
        row_of[cell[day == at]] = np.flatnonzero(day == at)
        for member in cells.member:
            within, person = inside(member, np.atleast_2d(units))
            row = row_of[within]
            rows.append(row[row >= 0])
            people.append(person[row >= 0])
    entries = (np.ones(sum(map(len, rows)), dtype=np.int64), (np.concatenate(rows), np.concatenate(people)))
    return sparse.csr_matrix(entries, shape=(len(cell), days[0].shape[-1]))


class Choice:
    """Which totals are accepted, in their order."""

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
        """The row numbers of the totals that reveal no small group."""
        waiting, again = np.arange(self._totals.shape[0]), np.empty(0, dtype=np.int64)
        accepted_rows = [again]
        while len(waiting) or len(again):
            batch = np.concatenate([again[:AT_ONCE], waiting[: max(0, AT_ONCE - len(again))]])
            waiting, again = waiting[max(0, AT_ONCE - len(again)) :], again[AT_ONCE:]
            accepted, later = self._accepted(batch)
            accepted_rows.append(accepted)
            again = np.concatenate([again, later])
        return np.concatenate(accepted_rows)

    def moved(self) -> Whole:
        """Random changes of everybody's value that change none of the accepted totals."""
        return self._known.unmoved()

    @property
    def independent(self) -> int:
        """The number of linearly independent accepted totals."""
        return self._known.count

    def _accepted(self, rows: Whole) -> tuple[Whole, Whole]:
        """The accepted rows, and those to try again after the next batch."""
        eliminated, moved = self._known, self._known.unmoved()
        revealing = protected_groups.alone_give_away(
            moved, self._totals[rows], self._groups, self._size, self._threshold, pairs=self._pairs
        )
        rows = rows[~revealing]
        reduced = eliminated.reduced(self._totals[rows])
        later = [np.empty(0, dtype=np.int64)]
        while True:
            joined = eliminated.join(reduced)
            drop, wait = self._dropped(joined)
            if not len(drop):
                eliminated.add(reduced, joined)
                return rows, np.concatenate(later)
            later.append(rows[wait])
            rows, reduced = np.delete(rows, drop), np.delete(reduced, drop, axis=0)

    def _dropped(self, joined: JoinedTotals) -> tuple[Whole, Whole]:
        """Which joining totals complete a small group, and which of these only because of others in the batch."""
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
