"""Growth without a promotion: who has it, where, and whether they stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from charts.formatting import count, interval, label, of, percent
from charts.primitives.interval_plot import ranges
from charts.theme import INK, MUTED, TRACK_NAMES, share_axis, share_scale

MOST = 14
STAGES = {"Seed": "circle", "Root": "square", "Grow": "triangle-up"}
STAGE_COLOURS = dict.fromkeys(STAGES, INK)
ACTIVE = {"yes": "Active", "no": "Not active"}
ACTIVE_COLOURS = {"yes": INK, "no": MUTED}
ACTIVE_SHAPES = {"yes": "circle", "no": "diamond"}


def growth_kinds(coverage: pd.DataFrame) -> alt.LayerChart:
    """Draw the share with each kind of activity under its stage. Expects ungrouped `growth_coverage`."""
    rows = coverage[coverage["share"].notna()]
    groups = [
        (stage, [_line(row, stage, _kind(row)) for row in rows[rows["stage"] == stage].to_dict("records")[::-1]])
        for stage in STAGES
    ]
    return _stage_plot(groups, STAGE_COLOURS, STAGES)


def growth_by_unit(coverage: pd.DataFrame) -> alt.LayerChart:
    """Draw the share with any activity of each stage per unit. Expects `growth_coverage` by business_unit."""
    rows = coverage[(coverage["kind"] == "all") & coverage["stage"].isin(list(STAGES)) & coverage["share"].notna()]
    groups = [
        (label(unit), [_line(row, row["stage"], row["stage"]) for row in part.to_dict("records")])
        for unit, part in _best_first(rows, rows["stage"] == "Seed")
    ]
    return _stage_plot(groups, STAGE_COLOURS, STAGES)


def recognition_by_unit(coverage: pd.DataFrame) -> alt.LayerChart:
    """Draw the share recognised per unit and track. Expects `growth_coverage` by business_unit and track."""
    rows = coverage[(coverage["kind"] == "recognition") & coverage["track"].isin(["ic", "manager"])]
    rows = rows[rows["share"].notna()]
    groups = [
        (label(unit), [_line(row, row["track"], TRACK_NAMES[row["track"]]) for row in part.to_dict("records")])
        for unit, part in _best_first(rows, rows["track"] == "ic")
    ]
    return ranges(groups, scale=share_scale(), axis=share_axis(title=None, orient="top"))


def staying_by_activity(stayed: pd.DataFrame) -> alt.LayerChart:
    """Draw who stayed of the active and the others, per stage. Expects ungrouped `growth_and_retention`."""
    rows = stayed[stayed["rate"].notna()]
    names = {**dict(zip(STAGES, STAGES, strict=True)), "all": "Any of the three"}
    groups = [
        (names[str(stage)], [_stay(row) for row in part.to_dict("records")])
        for stage, part in rows.groupby("stage", sort=False)
    ]
    return _stage_plot(groups, ACTIVE_COLOURS, ACTIVE_SHAPES)


def _best_first(rows: pd.DataFrame, which: pd.Series) -> list[tuple[Any, pd.DataFrame]]:
    units = rows[which].sort_values("share", ascending=False)["business_unit"].head(MOST)
    return [(unit, rows[rows["business_unit"] == unit]) for unit in units]


def _stage_plot(groups: list[Any], colours: Mapping[str, str], shapes: Mapping[str, str]) -> alt.LayerChart:
    axis = share_axis(title=None, orient="top")
    return ranges(groups, scale=share_scale(), axis=axis, colours=colours, shapes=shapes)


def _kind(row: Mapping[Any, Any]) -> str:
    return "Any" if row["kind"] == "all" else label(row["kind"])


def _line(row: Mapping[Any, Any], series: str, name: str) -> dict[str, Any]:
    share = percent(row["share"], row["low"], row["high"])
    return {
        "value": row["share"],
        "low": row["low"],
        "high": row["high"],
        "series": series,
        "who": name,
        "said": f"{name} {share}, {count(row['people'])} people",
        "range": interval(row["low"], row["high"]),
    }


def _stay(row: Mapping[Any, Any]) -> dict[str, Any]:
    line = _line({**row, "share": row["rate"]}, str(row["active"]), ACTIVE[str(row["active"])])
    rate = percent(row["rate"], row["low"], row["high"])
    return {**line, "said": f"{line['who']} {rate}: {of(row['retained'], row['people'])}"}
