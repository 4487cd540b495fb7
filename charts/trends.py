"""A headline figure over the years, with what happened marked on the time axis."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.theme import FAINT, INK, MUTED, TRACK_COLOURS, layered, share_axis, share_scale

HEIGHT = 150


def course(rows: pd.DataFrame, events: pd.DataFrame) -> alt.LayerChart:
    """Draw one figure's course with its 95 % band, and the events as marks.

    Expects `day`, `value`, `low`, `high`, `said` and `track` (which colour, empty for none); events: `day`, `what`.
    """
    rows = rows.assign(day=rows["day"].astype(str))
    colour = TRACK_COLOURS.get(str(rows["track"].iloc[0]), INK)
    x = alt.X("day:T", axis=alt.Axis(title=None, grid=False, format="%b %y", tickCount=4, labelFlush=False))
    base = alt.Chart(rows).encode(x=x)
    band = base.mark_area(opacity=0.16, color=colour).encode(y=alt.Y("low:Q", scale=share_scale()), y2=alt.Y2("high:Q"))
    y = alt.Y("value:Q", scale=share_scale(), axis=share_axis(title=None))
    line = base.mark_line(color=colour, strokeWidth=2).encode(y=y)
    dots = base.mark_point(filled=True, size=36, color=colour, opacity=1).encode(
        y=y, tooltip=[alt.Tooltip("day:T", title="Day", format="%-d %B %Y"), alt.Tooltip("said:N", title="Figure")]
    )
    return layered(*_marks(events, HEIGHT - 8 if rows["value"].mean() > 0.5 else 8), band, line, dots, height=HEIGHT)


def _marks(events: pd.DataFrame, beside: int) -> list[alt.Chart]:
    if events.empty:
        return []
    base = alt.Chart(events.assign(day=events["day"].astype(str))).encode(
        x=alt.X("day:T"),
        tooltip=[alt.Tooltip("day:T", title="Day", format="%-d %B %Y"), alt.Tooltip("what:N", title="What")],
    )
    rule = base.mark_rule(color=FAINT, strokeDash=[3, 3], strokeWidth=1.5)
    name = base.mark_text(align="left", dx=4, fontSize=11, color=MUTED, limit=130).encode(
        y=alt.YValue(beside), text=alt.Text("what:N")
    )
    return [rule, name]
