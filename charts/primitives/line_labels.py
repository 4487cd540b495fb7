"""Names at the right end of lines, in place of a legend."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

LINE = 17


def at_the_end(ends: Mapping[str, tuple[float, str]], colours: Mapping[str, str], height: int) -> list[alt.Chart]:
    """One text per series beside the plot's right edge, at its share (0–1), moved apart where they would overlap.

    `ends` maps a series to where its line ends and what to write there.
    """
    room = LINE / height
    placed: list[tuple[str, str, float]] = []
    for series, (share, text) in sorted(ends.items(), key=lambda item: -item[1][0]):
        ceiling = placed[-1][2] - room if placed else 1.0
        placed.append((series, text, min(share, ceiling)))
    # labels pushed below the plot move all of them up together
    below = max(0.0, -placed[-1][2]) if placed else 0.0
    return [
        alt.Chart(pd.DataFrame([{"share": share + below, "text": text}]))
        .mark_text(align="left", dx=7, fontSize=13, fontWeight=600, color=colours[series])
        .encode(x=alt.XValue("width"), y=alt.Y("share:Q"), text=alt.Text("text:N"))
        for series, text, share in placed
    ]
