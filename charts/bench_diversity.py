"""Successors by group, compared with the people at the same levels."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.formatting import known, label, percent
from charts.theme import FAINT, INK, MUTED, layered, share_axis, share_scale

ROW = 44


def named_and_there(diversity: pd.DataFrame) -> alt.LayerChart:
    """Draw each group's share of the successors with its interval, and its share of the workforce as a tick.

    Expects `bench_diversity` by one column, which comes first.
    """
    rows = _groups(diversity)
    base = alt.Chart(rows).encode(
        y=alt.Y("order:O", axis=None, scale=alt.Scale(padding=0)),
        tooltip=[alt.Tooltip("group:N", title="Group"), alt.Tooltip("said:N", title="Share")],
    )
    axis = share_axis(title=None, orient="top")
    span = base.mark_rule(color=FAINT, strokeWidth=3, yOffset=11).encode(
        x=alt.X("low:Q", scale=share_scale(), axis=axis), x2=alt.X2("high:Q")
    )
    workforce_tick = base.mark_tick(color=MUTED, thickness=2, size=18, yOffset=11).encode(
        x=alt.X("workforce_share:Q", scale=share_scale())
    )
    successor_mark = base.mark_point(filled=True, size=80, color=INK, opacity=1, yOffset=11).encode(
        x=alt.X("share:Q", scale=share_scale())
    )
    name = base.mark_text(align="left", dy=-8, fontSize=13, fontWeight=600).encode(
        x=alt.XValue(0), text=alt.Text("group:N")
    )
    share_text = base.mark_text(align="right", dy=-8, fontSize=12, color=MUTED).encode(
        x=alt.XValue("width"), text=alt.Text("said:N")
    )
    return layered(span, workforce_tick, successor_mark, name, share_text, height=ROW * max(len(rows), 1))


def _groups(diversity: pd.DataFrame) -> pd.DataFrame:
    column = diversity.columns[0]
    rows = diversity[diversity["share"].notna()].reset_index(drop=True)
    texts = [
        f"{percent(share, low, high)} of successors, {percent(workforce_share)} of their levels"
        if known(workforce_share)
        else f"{percent(share, low, high)} of successors"
        for share, low, high, workforce_share in zip(
            rows["share"], rows["low"], rows["high"], rows["workforce_share"], strict=True
        )
    ]
    names = ["Not known" if value == "unknown" else label(value) for value in rows[column]]
    shares = rows[["share", "low", "high", "workforce_share"]].astype(float)
    return shares.assign(group=names, said=texts, order=range(len(rows)))
