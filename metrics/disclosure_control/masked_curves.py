"""Which steps of a curve may be told apart by cause, or by answer, without telling what single people did.

Who left, and when, is no secret to their colleagues; why is. So a curve is shown at a few months only. What it loses
from one of them to the next is a step. Each step rests on enough who left for each cause that is told apart, and so
does what a whole tells beside its parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics import engine
from metrics.disclosure_control.display_rules import Steps
from metrics.disclosure_control.mask import Values
from metrics.scope import UNKNOWN, Scope
from metrics.statistics.monthly_curves import DAYS_A_MONTH, Watch, monthly
from metrics.statistics.survival import Floats

Truth = NDArray[np.bool_]


@dataclass
class Cell:
    """A group: how many left by kind (row) and step (column), in its curve and in all, and which of these are told."""

    left: Floats
    gone: Floats
    told: Truth


def told(
    cur: duckdb.DuckDBPyConnection, name: str, steps: Steps, scope: Scope, fewest: int, at_risk: int
) -> Mapping[Values, Cell]:
    """What may be told of each group that the columns of the scope fix, and of the wholes they lie in.

    Each step takes `fewest` who left, and ends with so many `at_risk`. What is told of a group is the same whatever it
    is asked beside.
    """
    columns = tuple(sorted({*scope.by, *(column for column, _ in scope.where), *steps.parts}))
    question = engine.question(cur, name, Scope(scope.as_of, by=columns), {})
    if question.options.get("since") is None:
        return {}
    moves = question.rows(name)
    for column in columns:
        moves[column] = [UNKNOWN if pd.isna(value) else str(value).removesuffix(".0") for value in moves[column]]
    enough = int(str(question.options["min_at_risk"])), at_risk
    cells: dict[Values, Cell] = {}
    for many in range(len(columns) + 1):
        for subset in combinations(columns, many):
            fresh = {group: _cell(part, steps, enough, fewest) for group, part in _groups(moves, subset)}
            cells |= fresh
            while any(_narrowed(line, whole, steps, fewest) for whole, line in _lines(fresh, cells, steps)):
                pass
    return cells


def _groups(moves: pd.DataFrame, columns: tuple[str, ...]) -> Iterator[tuple[Values, pd.DataFrame]]:
    if not columns:
        yield frozenset(), moves
        return
    for values, part in moves.groupby(list(columns), sort=True):
        yield frozenset(zip(columns, map(str, values), strict=True)), part


def _lines(
    fresh: Mapping[Values, Cell], cells: Mapping[Values, Cell], steps: Steps
) -> Iterator[tuple[Cell, list[Cell]]]:
    """The wholes that these groups split along one column, and the groups."""
    lines: dict[Values, list[Cell]] = {}
    for group, cell in fresh.items():
        for pair in group:
            lines.setdefault(group - {pair}, []).append(cell)
    for whole, line in lines.items():
        yield cells[whole], line


def _cell(moves: pd.DataFrame, steps: Steps, enough: tuple[int, int], fewest: int) -> Cell:
    left, gone, there = _left(moves, steps, *enough)
    best: Truth = np.zeros(left.shape, dtype=bool)
    for last in range(1, len(there) + 1):
        shown = np.isin(np.arange(len(steps.months)), there[:last])
        enough_left = np.asarray((left[:, shown] >= fewest).all(axis=1))
        found = np.outer(_apart(left, shown, enough_left, steps, fewest), shown)
        best = found if found.sum() >= best.sum() else best
    return Cell(left, gone, best)


def _left(moves: pd.DataFrame, steps: Steps, enough: int, at_risk: int) -> tuple[Floats, Floats, list[int]]:
    """How many left by kind and step, once the curve has started and in all; and the steps it reaches the end of."""
    if steps.own:
        parts = [(moves[moves["part"] == kind], [steps.event]) for kind in steps.kinds]
    else:
        parts = [(moves, [steps.event + kind for kind in steps.kinds])]
    ends, there = np.array(steps.months, dtype=np.float64), {*range(len(steps.months))}
    left, gone = [], []
    for part, events in parts:
        watch = Watch.of(part, events)
        curve = monthly(watch, enough, steps.months[-1])
        reached = np.empty(0) if curve is None else curve.month[curve.at_risk >= at_risk]
        there &= {*np.flatnonzero(np.isin(ends, reached)).tolist()}
        since = watch.day > (np.inf if curve is None else curve.start)
        step = np.searchsorted(ends * DAYS_A_MONTH, watch.day, side="left")
        for column in watch.events.T:
            gone.append(np.bincount(step, column, minlength=len(ends) + 1)[: len(ends)])
            left.append(np.bincount(step, column * since, minlength=len(ends) + 1)[: len(ends)])
    return np.array(left), np.array(gone), sorted(there)


def _apart(left: Floats, shown: Truth, apart: Truth, steps: Steps, fewest: int) -> Truth:
    """The kinds told apart: those, less as many as it takes for all others together to have enough in each step."""
    apart = apart.copy()
    if steps.own:
        return apart & apart.all()
    while apart.any() and not apart.all() and (left[~apart][:, shown].sum(axis=0) < fewest).any():
        rare = np.where(apart, left[:, shown].sum(axis=1), np.inf)
        apart[int(rare.argmin())] = False
    return apart


def _narrowed(line: Sequence[Cell], whole: Cell, steps: Steps, fewest: int) -> bool:
    """Whether less is told now of a group, or of the whole where its parts go first.

    What the whole tells of a kind and a step, less what the groups tell of it, has nobody or enough who left so.
    """
    for kind, step in zip(*np.nonzero(whole.told), strict=True):
        telling = [cell for cell in line if cell.told[kind, step]]
        rest = np.sum([cell.gone[:, step] - cell.left[:, step] * cell.told[kind, step] for cell in line], axis=0)
        if not telling or rest[kind] >= fewest or not rest.any():
            continue
        may = [whole] if steps.parts else telling
        fewer = [(cell, told) for cell in may for told in _fewer(cell, int(kind), int(step), steps, fewest)]
        less, told = min(fewer, key=lambda one: (one[0].told.sum() - one[1].sum(), one[0].left[kind, step]))
        less.told = told
        return True
    return False


def _fewer(cell: Cell, kind: int, step: int, steps: Steps, fewest: int) -> Iterator[Truth]:
    """What a group can still tell without that kind, and without that step and those after it."""
    shown, apart = np.asarray(cell.told.any(axis=0)), np.asarray(cell.told.any(axis=1))
    rest = apart.copy()
    rest[kind] = False
    yield np.outer(_apart(cell.left, shown, rest, steps, fewest), shown)
    yield np.outer(apart, shown & (np.arange(len(shown)) < step))


def restricted(
    frame: pd.DataFrame, cells: Sequence[Sequence[Cell | None]], steps: Steps
) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Which rows are of a month that is shown, and which of a kind that is not told, given the groups of each row."""
    place = {month: at for at, month in enumerate(steps.months)}
    kinds = {kind: at for at, kind in enumerate(steps.kinds)}
    nothing = np.zeros((len(kinds), len(place)), dtype=bool)
    shown, silent = [], []
    for groups, month, kind in zip(cells, frame["month"], frame[steps.column], strict=True):
        known = np.all([nothing if cell is None else cell.told for cell in groups] or [nothing], axis=0)
        step = place.get(int(month))
        shown.append(step is not None and (not known.any() or bool(known[:, step].any())))
        silent.append(step is None or (kind in kinds and not known[kinds[kind], step]))
    return pd.Series(shown, index=frame.index, dtype=bool), pd.Series(silent, index=frame.index, dtype=bool)
