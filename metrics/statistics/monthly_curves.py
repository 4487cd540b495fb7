"""Curves read month by month, from how many people come under watch and go out of it on each day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.question import Question
from metrics.statistics import survival
from metrics.statistics.survival import Floats

DAYS_A_MONTH = 30.4375
ENTERS = "enters"
NAMED = 3  # groups a note names one by one


@dataclass(frozen=True)
class Watch:
    """The people under watch: one row per day on which somebody enters or ends, in order.

    `standing` are those there at the day's end, `events` those who ended that day, a column per kind of event.
    """

    day: Floats
    standing: Floats
    events: Floats

    @classmethod
    def of(cls, moves: pd.DataFrame, kinds: Sequence[str]) -> Watch:
        """From rows of `day`, `what` (enters, a kind of event, or anything else for lost from sight) and `people`."""
        day, position = np.unique(moves["day"].to_numpy(float), return_inverse=True)
        what, people = moves["what"].to_numpy(object), moves["people"].to_numpy(float)
        change = np.bincount(position, np.where(what == ENTERS, people, -people), minlength=len(day))
        events = [np.bincount(position, np.where(what == kind, people, 0.0), minlength=len(day)) for kind in kinds]
        return cls(day, np.cumsum(change), np.stack(events, axis=1))

    def at_risk(self, when: Floats) -> Floats:
        """Those watched from before each time until that time or longer."""
        return np.concatenate([[0.0], self.standing])[np.searchsorted(self.day, when, side="left")]


@dataclass(frozen=True)
class Curve:
    """A curve at each month it is shown for; `left` has a column per kind of event.

    It starts on day `start`, as the share of those still there then; `greenwood` is the sum for its interval.
    """

    start: float
    month: Floats
    at_risk: Floats
    stayed: Floats
    greenwood: Floats
    left: Floats


def monthly(watch: Watch, fewest: int, horizon: int) -> Curve | None:
    """The curve from the first day with at least `fewest` at risk to the month before the first with fewer.

    None where there is no such day. Month m is read at m × 30.4375 days, what happened on that day included.
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
    at_risk[month * DAYS_A_MONTH == start] = watch.standing[first]
    shown = np.logical_and.accumulate(at_risk >= fewest)
    month, at_risk = month[shown], at_risk[shown]
    stayed, left = survival.aalen_johansen(watch.at_risk(day), events)
    _, greenwood = survival.kaplan_meier(watch.at_risk(day), events.sum(axis=1))
    passed = np.searchsorted(day, month * DAYS_A_MONTH, side="right")
    return Curve(
        start=float(start),
        month=month,
        at_risk=at_risk,
        stayed=np.concatenate([[1.0], stayed])[passed],
        greenwood=np.concatenate([[0.0], greenwood])[passed],
        left=np.concatenate([np.zeros((1, events.shape[1])), left])[passed],
    )


def drawn(
    rows: pd.DataFrame,
    question: Question,
    draw: Callable[[pd.DataFrame], pd.DataFrame | None],
    columns: Sequence[str],
    part: str = "",
) -> tuple[pd.DataFrame, list[str]]:
    """What `draw` makes of each group, one below the other, and the names of those it has too few people for.

    Where `part` names a column, each group falls into the parts that the rows' own column `part` tells apart.
    """
    by = list(question.scope.by)
    tables, too_few = [pd.DataFrame(columns=[*by, *columns])], []
    for key, group in question.groups(rows):
        for name, moves in group.groupby("part") if part else [("", group)]:
            table = draw(moves)
            if table is None:
                too_few.append(" ".join(map(str, [*key, name] if name else key)))
                continue
            for position, (column, value) in enumerate(zip(by, key, strict=True)):
                table.insert(
                    position, column, pd.Series([value] * len(table), index=table.index, dtype=rows[column].dtype)
                )
            tables.append(table.assign(**{part: name}) if part else table)
    return (pd.concat(tables[1:], ignore_index=True) if tables[1:] else tables[0]), [name for name in too_few if name]


def curve_words(question: Question, too_few: list[str]) -> Callable[[float, float], str]:
    """What a curve's note says, given the day it starts and how many were left out for having no time to watch."""
    since, known = question.options["since"], question.observed_from
    for_all = []
    if known is None or str(since) < str(known):
        for_all.append(f"watched from {since}, before leavers are known: too favourable")
    if too_few:
        named = ", ".join(too_few) if len(too_few) <= NAMED else f"{len(too_few)} groups"
        for_all.append(f"too few people at risk to draw: {named}")

    def words(start: float, no_time: float) -> str:
        own = [f"starts on day {start:.0f}, with those still here then"] if start > 0 else []
        own += [f"left out: {no_time:,.0f} employments that ended on their first day"] if no_time else []
        return "; ".join(own + for_all)

    return words
