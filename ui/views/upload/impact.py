"""The headline figures before and after a load, computed on the new state before it is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from charts.formatting import count, interval, known, percent
from metrics import engine, loaded_state
from metrics.company import Cursor
from metrics.scope import Scope
from ui.datasource import metric_cache


@dataclass(frozen=True)
class Line:
    """One figure to compare: its title, metric, grouping, the row (column, value) and the share column."""

    title: str
    metric: str
    by: tuple[str, ...]
    row: tuple[str, str]
    share: str


LINES = (
    Line("Critical roles with someone ready, free and willing", "bench_strength", (), ("step", "willing"), "share"),
    Line("Critical roles with a successor named", "bench_strength", (), ("step", "named"), "share"),
    Line("Managers who stayed, 12 months", "retention_rate", ("track",), ("track", "manager"), "rate"),
    Line("Experts who stayed, 12 months", "retention_rate", ("track",), ("track", "ic"), "rate"),
    Line("Said no to managing, 12 months", "promotion_refusals", ("offered_track",), ("offered_track", "manager"),
         "refusal_rate"),
)  # fmt: skip


def headlines(cur: Cursor) -> dict[str, str]:
    """The figures of one state as text, by title; a dash where there is no figure."""
    as_of = loaded_state.data_span(cur).newest_roster_on or date.today()  # noqa: DTZ011 - the day it is where HR sits
    texts = {"People employed": count(loaded_state.headcount(cur, as_of))}
    # several figures are rows of one frame, which is computed once
    frames: dict[tuple[str, tuple[str, ...]], pd.DataFrame] = {}
    for line in LINES:
        if (line.metric, line.by) not in frames:
            frames[line.metric, line.by] = engine.compute(cur, line.metric, Scope(as_of=as_of, by=line.by))
        texts[line.title] = _figure_text(frames[line.metric, line.by], line)
    return texts


def _figure_text(frame: pd.DataFrame, line: Line) -> str:
    column, value = line.row
    rows = metric_cache.rows(frame[frame[column] == value])
    if not rows or not known(rows[0][line.share]):
        return "–"
    low, high = rows[0]["low"], rows[0]["high"]
    return f"{percent(rows[0][line.share], low, high)} ({interval(low, high)})"


def side_by_side(before: dict[str, str], after: dict[str, str]) -> pd.DataFrame:
    """One row per figure: now, and after the load."""
    return pd.DataFrame([{"": title, "Now": before.get(title, "–"), "After": text} for title, text in after.items()])
