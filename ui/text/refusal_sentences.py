"""Sentences of the page on refusals; a difference is named only where the intervals do not overlap."""

from __future__ import annotations

import pandas as pd

from charts.formatting import interval, known, label, of, percent
from ui.text.sentences import FEW, by, clearly


def refusals(by_track: pd.DataFrame) -> str:
    """How many said no to managing, and to moving up as an expert, from `promotion_refusals` by offered_track."""
    sentences = []
    rows = by(by_track, "offered_track")
    for track, name in (("manager", "managing"), ("ic", "moving up as an expert")):
        row = rows.get(track)
        if row is None or not known(row["refusal_rate"]):
            continue
        answered = row["accepted"] + row["declined"]
        if answered < FEW:
            sentences.append(f"{of(row['declined'], answered)} said no to {name}: too few offers to tell.")
            continue
        share = f"{percent(row['refusal_rate'])}, likely {interval(row['low'], row['high'])}"
        sentences.append(f"{of(row['declined'], answered)} said no to {name} ({share}).")
    return " ".join(sentences) or "No offer was answered in this window."


def refusal_message(by_track: pd.DataFrame) -> str:
    """Whether managing is refused more than moving up as an expert."""
    rows = {track: row for track, row in by(by_track, "offered_track").items() if known(row["refusal_rate"])}
    if not {"manager", "ic"} <= set(rows):
        return "How often an offer is declined"
    manager, ic = rows["manager"], rows["ic"]
    if min(row["accepted"] + row["declined"] for row in (manager, ic)) < FEW:
        return "Too few answered offers to compare the two tracks"
    messages = {
        1: "Managing is refused more often than moving up as an expert",
        -1: "Moving up as an expert is refused more often than managing",
    }
    return messages.get(clearly(manager, ic), "No clear difference between managing and moving up as an expert")


def refusals_apart(rates: pd.DataFrame, group: str) -> str:
    """The groups that clearly refuse to manage more or less often than the middle one; by group and offered track."""
    rows = rates[(rates["offered_track"] == "manager") & rates["low"].notna() & (rates[group] != "unknown")]
    if len(rows) < 2:
        return "Who says no, group by group"
    middle = rows["refusal_rate"].median()
    apart = (
        (rows[rows["low"] > middle].sort_values("refusal_rate", ascending=False), "more"),
        (rows[rows["high"] < middle].sort_values("refusal_rate"), "less"),
    )
    phrases = [
        f"{word} often in {' and '.join(label(str(value)) for value in group_rows[group].head(2))}"
        for group_rows, word in apart
        if len(group_rows)
    ]
    if not phrases:
        return "Managing is refused about as often in every group, as far as the figures tell"
    return f"Managing is refused {', '.join(phrases)} than in the middle group"


def trend_message(trend: pd.DataFrame) -> str:
    """Whether refusing to manage has risen or fallen over the months shown."""
    rows = trend[(trend["offered_track"] == "manager") & trend["refusal_rate"].notna()].sort_values("as_of")
    if len(rows) < 2:
        return "Too few answered offers to show a course"
    # only intervals of the two ends that do not overlap count as a change
    first, *_, last = rows[["low", "high"]].to_dict("records")
    if first["high"] < last["low"]:
        return "Saying no to managing has become more common"
    if first["low"] > last["high"]:
        return "Saying no to managing has become rarer"
    return "No clear change in how many say no to managing"
