"""What each kind of move would add to the bench."""

from __future__ import annotations

import altair as alt
import pandas as pd

from charts.formatting import count
from charts.theme import FAINT, INK, RULE, layered

KINDS = {
    "ask": ("Ask those who are ready", "person", "people"),
    "develop": ("Develop those ready in 1–2 years", "person", "people"),
    "widen": ("Find somebody new", "role", "roles"),
}
ROW = 44


def roles_gained(moves: pd.DataFrame) -> alt.LayerChart:
    """Draw how many more roles each kind of move would cover. Expects `closing_moves`."""
    rows = _kinds(moves)
    base = alt.Chart(rows).encode(
        y=alt.Y("order:O", axis=None, scale=alt.Scale(padding=0)),
        tooltip=[alt.Tooltip("what:N", title="What"), alt.Tooltip("gained:N", title="Gain")],
    )
    scale = alt.Scale(domain=[0, max(int(rows["gain"].sum()), 1)], nice=False)
    every = base.mark_bar(height=14, color=RULE, yOffset=9).encode(x=alt.X("total:Q", scale=scale, axis=None))
    gain = base.mark_bar(height=14, yOffset=9).encode(
        x=alt.X("before:Q", scale=scale, axis=None),
        x2=alt.X2("after:Q"),
        color=alt.ColorValue(INK, condition={"test": "datum.move === 'widen'", "value": FAINT}),
    )
    name = base.mark_text(align="left", dy=-9, fontSize=13).encode(x=alt.XValue(0), text=alt.Text("what:N"))
    gain_text = base.mark_text(align="right", dy=-9, fontSize=13, fontWeight=600).encode(
        x=alt.XValue("width"), text=alt.Text("gained:N")
    )
    return layered(every, gain, name, gain_text, height=ROW * max(len(rows), 1))


def _kinds(moves: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for move, (what, singular, plural) in KINDS.items():
        moves_of_kind = moves[moves["move"] == move]
        if moves_of_kind.empty:
            continue
        number, gain = len(moves_of_kind), int(moves_of_kind["gain"].sum())
        rows.append(
            {"move": move, "what": f"{what}: {count(number)} {singular if number == 1 else plural}", "gain": gain}
        )
    frame = pd.DataFrame(rows, columns=["move", "what", "gain"])
    after = frame["gain"].cumsum()
    return frame.assign(
        order=range(len(frame)),
        before=after - frame["gain"],
        after=after,
        total=frame["gain"].sum(),
        gained=[f"+{count(gain)} {'role' if gain == 1 else 'roles'}" for gain in frame["gain"]],
    )
