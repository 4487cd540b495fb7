"""Bars cut into parts that make up the whole, one bar per group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from charts.theme import INK, MUTED, PAPER, layered

ROW = 40


def parts(rows: pd.DataFrame, colours: Mapping[str, str], names: Mapping[str, str]) -> alt.LayerChart:
    """Draw one bar per `name`, cut by `kind` in the order of `colours`; `said` stands above its right end.

    Expects `name`, `kind`, `share` (0–1), `detail` (for the hover text) and `said` (the same in all rows of a bar).
    """
    order = list(dict.fromkeys(rows["name"]))
    ranks = {kind: at for at, kind in enumerate(colours)}
    ranked = rows.assign(rank=rows["kind"].map(ranks), who=rows["kind"].map(dict(names)))
    y = alt.Y("name:N", axis=None, sort=order, scale=alt.Scale(padding=0))
    bar = (
        alt.Chart(ranked)
        .mark_bar(height=12, yOffset=8, stroke=PAPER, strokeWidth=1)
        .encode(
            y=y,
            x=alt.X("share:Q", stack="zero", scale=alt.Scale(domain=[0, 1], nice=False), axis=None),
            color=alt.Color("kind:N", legend=None, scale=alt.Scale(domain=list(colours), range=list(colours.values()))),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("name:N", title="Group"),
                alt.Tooltip("who:N", title="Part"),
                alt.Tooltip("detail:N", title="Share"),
            ],
        )
    )
    words = alt.Chart(ranked.drop_duplicates("name")).encode(
        y=y, tooltip=[alt.Tooltip("name:N", title="Group"), alt.Tooltip("said:N", title="Parts")]
    )
    name = words.mark_text(align="left", dy=-9, fontSize=13, fontWeight=600, color=INK).encode(
        x=alt.XValue(0), text=alt.Text("name:N")
    )
    parts_text = words.mark_text(align="right", dy=-9, fontSize=12, color=MUTED).encode(
        x=alt.XValue("width"), text=alt.Text("said:N")
    )
    return layered(bar, name, parts_text, height=ROW * max(len(order), 1))


def long(wide: pd.DataFrame, kinds: Sequence[str]) -> pd.DataFrame:
    """One row per bar and kind, from one row per bar with a share in a column of each kind."""
    tall = wide.melt(id_vars=["name", "said"], value_vars=list(kinds), var_name="kind", value_name="share")
    tall["place"] = tall["name"].map({name: at for at, name in enumerate(wide["name"])})
    return tall.sort_values("place", kind="stable", ignore_index=True).drop(columns="place")
