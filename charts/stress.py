"""Which roles end empty when people leave, and how accurate such forecasts were."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.formatting import MINUS, count, percent
from charts.primitives.bench_steps import STEPS
from charts.theme import ALARM, FAINT, INK, MUTED, PAPER, RULE, layered, share_axis, share_scale

ROW = 36
MOST = 16
WIDE_ROW = 48


def roles_at_stake(stress: pd.DataFrame) -> alt.LayerChart:
    """Draw how likely each role is to end empty, and to lose its incumbent. Expects ungrouped `vacancy_stress`."""
    rows = _likeliest(stress)
    between = alt.Chart(rows).encode(y=alt.Y("order:O", axis=None, scale=alt.Scale(padding=0)))
    base = between.encode(tooltip=_chances())
    axis = share_axis(title=None, orient="top")
    empty = base.mark_bar(height=7, color=ALARM, yOffset=8).encode(
        x=alt.X("p_unfilled:Q", scale=share_scale(), axis=axis), x2=alt.X2Datum(0)
    )
    leaves = base.mark_point(size=70, color=MUTED, strokeWidth=2, fill=PAPER, opacity=1, yOffset=8).encode(
        x=alt.X("p_vacant:Q", scale=share_scale())
    )
    name = base.mark_text(align="left", dy=-7, fontSize=13).encode(x=alt.XValue(0), text=alt.Text("title:N"))
    chance_text = base.mark_text(align="right", dy=-7, fontSize=12, color=MUTED).encode(
        x=alt.XValue("width"), text=alt.Text("said:N")
    )
    line = between.mark_rule(color=FAINT, strokeWidth=0.5, yOffset=-ROW / 2).encode(
        x=alt.XValue(0), x2=alt.X2Value("width")
    )
    return layered(line, empty, leaves, name, chance_text, height=ROW * max(len(rows), 1))


def _likeliest(stress: pd.DataFrame) -> pd.DataFrame:
    rows = stress[(stress["role_id"] != "total") & (stress["p_unfilled"] > 0)]
    rows = rows.sort_values(["p_unfilled", "p_vacant"], ascending=False, kind="stable").head(MOST)
    texts = [
        "empty today" if empty == 1 and vacant == 1 else f"{percent(empty)} ends empty"
        for empty, vacant in zip(rows["p_unfilled"], rows["p_vacant"], strict=True)
    ]
    roles = rows[["title", "p_vacant", "p_unfilled"]].reset_index(drop=True)
    return roles.assign(said=texts, order=range(len(rows)))


def _chances() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("title:N", title="Role"),
        alt.Tooltip("p_vacant:Q", title="Loses its incumbent", format=".0%"),
        alt.Tooltip("p_unfilled:Q", title="Ends empty", format=".0%"),
    ]


def foretold_and_come(backtest: pd.DataFrame) -> alt.LayerChart:
    """Draw expected exits with their interval beside actual ones. Expects ungrouped `stress_backtest`."""
    rows = backtest[backtest["expected_exits"].notna()].reset_index(drop=True)
    rows = rows.assign(
        after=[f"The 12 months after {day.day} {day:%B %Y}" for day in rows["as_of"]],
        said=[
            f"foretold {expected:.0f} ({low}–{high}), came {actual}"
            for expected, low, high, actual in zip(
                rows["expected_exits"], rows["low"], rows["high"], rows["actual_exits"], strict=True
            )
        ],
        order=range(len(rows)),
    )[["after", "said", "order", "expected_exits", "actual_exits", "low", "high"]]
    base = alt.Chart(rows).encode(
        y=alt.Y("order:O", axis=None, scale=alt.Scale(padding=0)),
        tooltip=[alt.Tooltip("after:N", title="Year"), alt.Tooltip("said:N", title="Exits")],
    )
    most = float(rows[["high", "actual_exits"]].astype(float).max().max()) if len(rows) else 1.0
    scale = alt.Scale(domain=[0, most * 1.04], nice=False)
    axis = alt.Axis(title="people who left", tickCount=5, titleAnchor="start", format="d")
    span = base.mark_rule(color=FAINT, strokeWidth=7, yOffset=12).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2=alt.X2("high:Q")
    )
    expected = base.mark_tick(color=MUTED, thickness=2, size=18, yOffset=12).encode(
        x=alt.X("expected_exits:Q", scale=scale)
    )
    actual = base.mark_point(filled=True, shape="diamond", size=120, color=INK, opacity=1, yOffset=12).encode(
        x=alt.X("actual_exits:Q", scale=scale)
    )
    name = base.mark_text(align="left", dy=-20, fontSize=13).encode(x=alt.XValue(0), text=alt.Text("after:N"))
    exits_text = base.mark_text(align="left", dy=-5, fontSize=12, color=MUTED).encode(
        x=alt.XValue(0), text=alt.Text("said:N")
    )
    return layered(span, expected, actual, name, exits_text, height=62 * max(len(rows), 1))


def bench_moved(what_if: pd.DataFrame) -> alt.LayerChart:
    """Draw the roles covered at each step after the change, over those covered today. Expects ungrouped `what_if`."""
    rows = _step_rows(what_if)
    scale = alt.Scale(domain=[0, max(int(rows["roles"].max()), 1)], nice=False)
    base = alt.Chart(rows).encode(
        y=alt.Y("order:O", axis=None, scale=alt.Scale(padding=0)),
        tooltip=[alt.Tooltip("said:N", title="Roles"), alt.Tooltip("range:N", title="95 % interval")],
    )

    def along(column: str) -> alt.X:
        return alt.X(column, scale=scale, axis=None)

    every = base.mark_bar(height=16, color=RULE, yOffset=9).encode(x=along("roles:Q"))
    kept = base.mark_bar(height=16, color=FAINT, yOffset=9).encode(x=along("kept:Q"))
    lost = base.mark_bar(height=16, color=ALARM, yOffset=9).encode(x=along("kept:Q"), x2=alt.X2("lost_to:Q"))
    gained = base.mark_bar(height=16, color=INK, yOffset=9).encode(x=along("kept:Q"), x2=alt.X2("gained_to:Q"))
    today = base.mark_tick(color=INK, thickness=2, size=24, yOffset=9).encode(x=along("covered_before:Q"))
    whisker = base.mark_rule(color=MUTED, strokeWidth=1, yOffset=22).encode(
        x=along("low_roles:Q"), x2=alt.X2("high_roles:Q")
    )
    name = base.mark_text(align="left", dy=-9, fontSize=13).encode(x=alt.XValue(0), text=alt.Text("said:N"))
    change = base.mark_text(align="right", dy=-9, fontSize=13, fontWeight=600).encode(
        x=alt.XValue("width"),
        text=alt.Text("moved:N"),
        color=alt.ColorValue(INK, condition={"test": "datum.change < 0", "value": ALARM}),
    )
    return layered(every, kept, lost, gained, today, whisker, name, change, height=WIDE_ROW * len(rows))


def _step_rows(what_if: pd.DataFrame) -> pd.DataFrame:
    rows = what_if[what_if["step"].isin(list(STEPS))].reset_index(drop=True)
    before, after = rows["covered_before"].astype(int), rows["covered"].astype(int)
    kept = pd.concat([before, after], axis=1).min(axis=1)
    numbers = [_change_in_words(*pair) for pair in zip(before, after, strict=True)]
    return pd.DataFrame(
        {
            "order": range(len(rows)),
            "roles": rows["roles"].astype(int),
            "covered_before": before,
            "change": after - before,
            "kept": kept,
            "lost_to": before,
            "gained_to": after,
            "low_roles": rows["low"] * rows["roles"],
            "high_roles": rows["high"] * rows["roles"],
            "said": [f"{number} {STEPS[step][0]}" for number, step in zip(numbers, rows["step"], strict=True)],
            "moved": [_signed(change) for change in after - before],
            "range": [
                f"{percent(low)} to {percent(high)}" for low, high in zip(rows["low"], rows["high"], strict=True)
            ],
        }
    )


def _change_in_words(before: int, after: int) -> str:
    return count(after) if before == after else f"{count(before)} → {count(after)}"


def _signed(change: int) -> str:
    return f"{'+' if change > 0 else MINUS}{count(abs(change))}" if change else ""
