"""Survival curves read month by month, from how many people come under observation and leave it on each day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.figure_notes import Kind, Note, Notes, counted
from metrics.question import Question
from metrics.statistics import survival
from metrics.statistics.survival import Floats

DAYS_A_MONTH = 30.4375
ENTERS = "enters"


@dataclass(frozen=True)
class Watch:
    """The people under observation: one row per day on which somebody enters or leaves, in order.

    `standing` is the number there at the day's end, `events` the number who ended that day, one column per kind of
    event.
    """

    day: Floats
    standing: Floats
    events: Floats

    @classmethod
    def of(cls, moves: pd.DataFrame, kinds: Sequence[str]) -> Watch:
        """Built from rows of `day`, `what` (enters, a kind of event, anything else for censored) and `people`."""
        day, position = np.unique(moves["day"].to_numpy(float), return_inverse=True)
        what, people = moves["what"].to_numpy(object), moves["people"].to_numpy(float)
        change = np.bincount(position, np.where(what == ENTERS, people, -people), minlength=len(day))
        events = [np.bincount(position, np.where(what == kind, people, 0.0), minlength=len(day)) for kind in kinds]
        return cls(day, np.cumsum(change), np.stack(events, axis=1))

    def at_risk(self, when: Floats) -> Floats:
        """The number observed from before each time until that time or longer."""
        # whoever enters at a time is at risk only after it; whoever leaves at it still is
        return np.concatenate([[0.0], self.standing])[np.searchsorted(self.day, when, side="left")]


@dataclass(frozen=True)
class Curve:
    """A curve at each month it is shown for; `left` has one column per kind of event.

    It starts on day `start` and gives shares of those still there then; `greenwood` is the sum for its interval.
    """

    start: float
    month: Floats
    at_risk: Floats
    stayed: Floats
    greenwood: Floats
    left: Floats


def monthly(watch: Watch, fewest: int, horizon: int) -> Curve | None:
    """The curve from the first day with at least `fewest` at risk to the month before the first with fewer.

    None where there is no such day. Month m is read at m × 30.4375 days, including what happened on that day.
    """
    fewest = max(fewest, 1)
    enough = np.flatnonzero(watch.standing >= fewest)
    if not len(enough):
        return None
    first = int(enough[0])
    start, day, events = watch.day[first], watch.day[first + 1 :], watch.events[first + 1 :]
    month = np.arange(horizon + 1, dtype=np.float64)
    month = month[month * DAYS_A_MONTH >= start]
    at_risk = watch.at_risk(month * DAYS_A_MONTH)
    # the curve begins with everybody there at the end of its first day, those who enter on it included
    at_risk[month * DAYS_A_MONTH == start] = watch.standing[first]
    enough_at_risk = np.logical_and.accumulate(at_risk >= fewest)
    month, at_risk = month[enough_at_risk], at_risk[enough_at_risk]
    stayed, incidence = survival.aalen_johansen(watch.at_risk(day), events)
    _, greenwood = survival.kaplan_meier(watch.at_risk(day), events.sum(axis=1))
    passed = np.searchsorted(day, month * DAYS_A_MONTH, side="right")
    return Curve(
        start=float(start),
        month=month,
        at_risk=at_risk,
        stayed=np.concatenate([[1.0], stayed])[passed],
        greenwood=np.concatenate([[0.0], greenwood])[passed],
        left=np.concatenate([np.zeros((1, events.shape[1])), incidence])[passed],
    )


def drawn(
    rows: pd.DataFrame,
    question: Question,
    draw: Callable[[pd.DataFrame], pd.DataFrame | None],
    columns: Sequence[str],
    part: str = "",
) -> tuple[pd.DataFrame, list[str]]:
    """The tables that `draw` makes of each group, concatenated, and the names of the groups with too few people.

    `part` names an output column; each group is then split by the rows' column `part`.
    """
    by = list(question.scope.by)
    tables = [pd.DataFrame(columns=[*by, *columns])]
    too_few: list[tuple[object, ...]] = []
    for key, group in question.groups(rows):
        for name, moves in group.groupby("part") if part else [("", group)]:
            table = draw(moves)
            if table is None:
                too_few.append((*key, name) if name else key)
                continue
            for position, (column, value) in enumerate(zip(by, key, strict=True)):
                table.insert(
                    position, column, pd.Series([value] * len(table), index=table.index, dtype=rows[column].dtype)
                )
            tables.append(table.assign(**{part: name}) if part else table)
    return (pd.concat(tables[1:], ignore_index=True) if tables[1:] else tables[0]), group_names(too_few)


def group_names(keys: Iterable[tuple[object, ...]]) -> list[str]:
    """The names of groups in the order of their values; the whole company has none and is left out."""
    ordered = sorted(filter(None, keys), key=lambda key: [(value is None, value) for value in key])
    return [" ".join(map(str, key)) for key in ordered]


def curve_notes(question: Question, too_few: Sequence[str]) -> Callable[[float, float], Notes]:
    """A function from a curve's first day and its number of same-day exits to the curve's notes."""
    since, known_from = question.options["since"], question.observed_from
    too_early = known_from is None or str(since) < str(known_from)
    of_all = Notes.of(
        Note(Kind.WATCHED_BEFORE_LEAVERS, about=(since,)) if too_early else None,
        counted(Kind.TOO_FEW_TO_DRAW, len(too_few), None, *too_few),
    )

    def notes(start: float, no_time: float) -> Notes:
        late = Note(Kind.CURVE_STARTS_LATE, about=(start,)) if start > 0 else None
        return Notes.of(late, counted(Kind.ENDED_ON_FIRST_DAY, no_time)) + of_all

    return notes
