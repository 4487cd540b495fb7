"""The five headline figures: the metric, row and share of each, and its row in a metric's frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from charts.formatting import known

Row = dict[str, Any]


@dataclass(frozen=True)
class Headline:
    """One figure: its metric and grouping, the row and share column, the counts behind it, and its page."""

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


def row(headline: Headline, rows: Iterable[Mapping[str, Any]]) -> Row | None:
    """The headline's row among those of its metric by its grouping; None where there is no figure."""
    column, value = headline.row
    match = next((row for row in rows if row[column] == value), None)
    return _counted(dict(match)) if match is not None else None


def _counted(row: Row) -> Row | None:
    if "headcount_start" in row:
        if not known(row["headcount_start"]):
            return None
        row["stayed"] = row["headcount_start"] - row["leavers"]
    if "declined" in row:
        if not known(row["declined"]):
            return None
        row["answered"] = row["accepted"] + row["declined"]
    return {name: value if known(value) else None for name, value in row.items()}
