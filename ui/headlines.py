"""The five figures of the overview, each against a year earlier."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from charts.numbers import known, of
from metrics.scope import Scope, months_before
from ui import data, show

QUARTERS_BACK = (12, 9, 6, 3, 0)


@dataclass(frozen=True)
class Headline:
    """One figure: where it comes from, which row and share of it, out of which people."""

    title: str
    metric: str
    by: str
    row: tuple[str, str]
    share: str
    part: str
    whole: str
    page: str
    track: str = ""


HEADLINES = (
    Headline("Roles with someone ready, free and willing", "bench_strength", "", ("step", "willing"),
             "share", "covered", "roles", "bench"),
    Headline("Roles with two or more ready", "bench_strength", "", ("step", "two_deep"),
             "share", "covered", "roles", "bench"),
    Headline("Managers who stayed", "retention_rate", "track", ("track", "manager"),
             "rate", "stayed", "headcount_start", "retention", "manager"),
    Headline("Experts who stayed", "retention_rate", "track", ("track", "ic"),
             "rate", "stayed", "headcount_start", "retention", "ic"),
    Headline("Said no to managing", "promotion_refusals", "offered_track", ("offered_track", "manager"),
             "refusal_rate", "declined", "answered", "refusals", "manager"),
)  # fmt: skip


def draw(scope: Scope) -> None:
    """Draw the five, side by side as far as the screen allows."""
    grid = st.grid(5, min_column_width=150, gap="medium")
    for headline in HEADLINES:
        course = [_row(headline, replace(scope, as_of=months_before(scope.as_of, back))) for back in QUARTERS_BACK]
        now = course[-1]
        with grid.cell():
            show.figure(
                headline.title,
                headline.metric,
                scope,
                now,
                headline.share,
                of(now[headline.part], now[headline.whole]) if now else "nothing to count",
                then=course[0],
                history=[row[headline.share] if row else None for row in course],
                track=headline.track,
                page=headline.page,
            )


def _row(headline: Headline, scope: Scope) -> dict[str, Any] | None:
    frame = data.metric(headline.metric, scope, headline.by or ())
    column, wanted = headline.row
    found = frame[frame[column] == wanted]
    return _counted(data.rows(found)[0]) if len(found) else None


def _counted(row: dict[str, Any]) -> dict[str, Any] | None:
    if "headcount_start" in row:
        if not known(row["headcount_start"]):
            return None
        row["stayed"] = row["headcount_start"] - row["leavers"]
    if "declined" in row:
        row["answered"] = row["accepted"] + row["declined"]
    return {name: None if pd.api.types.is_scalar(value) and pd.isna(value) else value for name, value in row.items()}
