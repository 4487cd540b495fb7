"""Which steps of a curve may be shown separately by cause, or by answer, without revealing what single people did.

Who left, and when, is no secret to their colleagues; why is. So such a curve is shown at a few months only, and a step
is what it loses from one of these months to the next. Each step needs enough leavers for each cause that is shown
separately, and so does the difference between a whole and its parts.
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
    """The leavers of one group by kind (row) and step (column).

    `left` counts those within the curve, `gone` all of them; `told` marks what may be shown.
    """

    left: Floats
    gone: Floats
    told: Truth


def told(
    cur: duckdb.DuckDBPyConnection, name: str, steps: Steps, scope: Scope, fewest: int, at_risk: int
) -> Mapping[Values, Cell]:
    """What may be shown of each group that the columns of the scope fix, and of every group that contains one of them.

    A step needs at least `fewest` leavers, and `at_risk` people at its end. The result for a group does not depend on
    the groups it is shown with. Empty where leavers are not known.
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
    for number in range(len(columns) + 1):
        for subset in combinations(columns, number):
            new_cells = {group: _cell(part, steps, enough, fewest) for group, part in _groups(moves, subset)}
            cells |= new_cells
            while any(_withholds_more(line, whole, steps, fewest) for whole, line in _lines(new_cells, cells, steps)):
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
    """Each parent cell with the cells that split it along one column."""
    lines: dict[Values, list[Cell]] = {}
    for group, cell in fresh.items():
        for pair in group:
            lines.setdefault(group - {pair}, []).append(cell)
    for whole, line in lines.items():
        yield cells[whole], line


def _cell(moves: pd.DataFrame, steps: Steps, enough: tuple[int, int], fewest: int) -> Cell:
    in_curve, in_all, reached = _leavers_by_step(moves, steps, *enough)
    allowed: Truth = np.zeros(in_curve.shape, dtype=bool)
    for last in range(1, len(reached) + 1):
        steps_shown = np.isin(np.arange(len(steps.months)), reached[:last])
        enough_per_kind = np.asarray((in_curve[:, steps_shown] >= fewest).all(axis=1))
        candidate = np.outer(_separate_kinds(in_curve, steps_shown, enough_per_kind, steps, fewest), steps_shown)
        allowed = candidate if candidate.sum() >= allowed.sum() else allowed
    return Cell(in_curve, in_all, allowed)


def _leavers_by_step(moves: pd.DataFrame, steps: Steps, enough: int, at_risk: int) -> tuple[Floats, Floats, list[int]]:
    """Leavers by kind and step, within the curve and in all, and the steps whose end every curve reaches."""
    if steps.own:
        parts = [(moves[moves["part"] == kind], [steps.event]) for kind in steps.kinds]
    else:
        parts = [(moves, [steps.event + kind for kind in steps.kinds])]
    ends, reached_by_all = np.array(steps.months, dtype=np.float64), {*range(len(steps.months))}
    in_curve, in_all = [], []
    for part, events in parts:
        watch = Watch.of(part, events)
        curve = monthly(watch, enough, steps.months[-1])
        reached = np.empty(0) if curve is None else curve.month[curve.at_risk >= at_risk]
        reached_by_all &= {*np.flatnonzero(np.isin(ends, reached)).tolist()}
        since = watch.day > (np.inf if curve is None else curve.start)
        step = np.searchsorted(ends * DAYS_A_MONTH, watch.day, side="left")
        for column in watch.events.T:
            in_all.append(np.bincount(step, column, minlength=len(ends) + 1)[: len(ends)])
            in_curve.append(np.bincount(step, column * since, minlength=len(ends) + 1)[: len(ends)])
    return np.array(in_curve), np.array(in_all), sorted(reached_by_all)


def _separate_kinds(in_curve: Floats, steps_shown: Truth, apart: Truth, steps: Steps, fewest: int) -> Truth:
    """The kinds that may be shown separately, without the rarest until all others together are enough in each step."""
    apart = apart.copy()
    if steps.own:
        return apart & apart.all()
    while apart.any() and not apart.all() and (in_curve[~apart][:, steps_shown].sum(axis=0) < fewest).any():
        rare = np.where(apart, in_curve[:, steps_shown].sum(axis=1), np.inf)
        apart[int(rare.argmin())] = False
    return apart


def _withholds_more(line: Sequence[Cell], parent: Cell, steps: Steps, fewest: int) -> bool:
    """Whether one more figure was withheld, from a group or, where its parts go first, from the parent.

    What the parent shows of a kind and step, less what the groups show of it, must be nobody or enough leavers.
    """
    for kind, step in zip(*np.nonzero(parent.told), strict=True):
        telling = [cell for cell in line if cell.told[kind, step]]
        rest = np.sum([cell.gone[:, step] - cell.left[:, step] * cell.told[kind, step] for cell in line], axis=0)
        if not telling or rest[kind] >= fewest or not rest.any():
            continue
        may = [parent] if steps.parts else telling
        fewer = [(cell, allowed) for cell in may for allowed in _reductions(cell, int(kind), int(step), steps, fewest)]
        less, allowed = min(
            fewer, key=lambda option: (option[0].told.sum() - option[1].sum(), option[0].left[kind, step])
        )
        less.told = allowed
        return True
    return False


def _reductions(cell: Cell, kind: int, step: int, steps: Steps, fewest: int) -> Iterator[Truth]:
    """What a group can still show without that kind, and without that step and all later ones."""
    steps_shown, kinds_shown = np.asarray(cell.told.any(axis=0)), np.asarray(cell.told.any(axis=1))
    other_kinds = kinds_shown.copy()
    other_kinds[kind] = False
    yield np.outer(_separate_kinds(cell.left, steps_shown, other_kinds, steps, fewest), steps_shown)
    yield np.outer(kinds_shown, steps_shown & (np.arange(len(steps_shown)) < step))


def restricted(
    frame: pd.DataFrame, cells: Sequence[Sequence[Cell | None]], steps: Steps
) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Per row: whether its month is shown, and whether its kind is withheld, given the cells of each row."""
    place = {month: at for at, month in enumerate(steps.months)}
    kinds = {kind: at for at, kind in enumerate(steps.kinds)}
    nothing = np.zeros((len(kinds), len(place)), dtype=bool)
    shown_rows, withheld_rows = [], []
    for groups, month, kind in zip(cells, frame["month"], frame[steps.column], strict=True):
        allowed = np.all([nothing if cell is None else cell.told for cell in groups] or [nothing], axis=0)
        step = place.get(int(month))
        shown_rows.append(step is not None and (not allowed.any() or bool(allowed[:, step].any())))
        withheld_rows.append(step is None or (kind in kinds and not allowed[kinds[kind], step]))
    return pd.Series(shown_rows, index=frame.index, dtype=bool), pd.Series(withheld_rows, index=frame.index, dtype=bool)
