"""Sentences about growth that brings no title: Seed, Root, Grow."""

from __future__ import annotations

import pandas as pd

from charts.formatting import interval, known, label, percent
from ui.text import sentences
from ui.text.labels import plural
from ui.text.sentences import by

STAGES = {"Seed": "seed", "Root": "root", "Grow": "grow"}


def answer(coverage: pd.DataFrame, stayed: pd.DataFrame) -> str:
    """How many grow without a title, and whether they stay more; from both metrics, ungrouped."""
    row = by(coverage, "stage").get("all")
    if row is None or not known(row["share"]):
        return "Who grows cannot be told: no growth activity is on record, or too few people are in view."
    share = percent(row["share"], row["low"], row["high"])
    first = f"{share} of people grew in some way that brings no title (likely {interval(row['low'], row['high'])})."
    return f"{first} {_retention_sentence(stayed)}".strip()


def _retention_sentence(stayed: pd.DataFrame) -> str:
    rows = by(stayed[stayed["stage"] == "all"], "active")
    if not {"yes", "no"} <= set(rows) or not all(known(rows[active]["low"]) for active in ("yes", "no")):
        return ""
    active, others = rows["yes"], rows["no"]
    rates = f"{percent(active['rate'])} of the active and {percent(others['rate'])} of the others"
    direction = {1: "more", -1: "less"}.get(sentences.clearly(active, others))
    return f"The active stay {direction}: {rates} stayed." if direction else f"{rates} stayed: no clear difference."


def kinds(coverage: pd.DataFrame) -> str:
    """The stages that reach most and fewest people, if their intervals are apart; from ungrouped `growth_coverage`."""
    stages = by(coverage[(coverage["kind"] == "all") & coverage["low"].notna()], "stage")
    stage_rows = [stages[stage] for stage in STAGES if stage in stages]
    if len(stage_rows) < 2:
        return "Who grows, and how"
    top, bottom = (pick(stage_rows, key=lambda row: row["share"]) for pick in (max, min))
    if top["low"] <= bottom["high"]:
        return "No stage clearly reaches more people than another"
    return f"{top['stage']} reaches {percent(top['share'])} of people, {bottom['stage']} {percent(bottom['share'])}"


def units(coverage: pd.DataFrame) -> str:
    """The units that clearly stand apart from the middle in any activity, from `growth_coverage` by business_unit."""
    rows = coverage[(coverage["stage"] == "all") & coverage["low"].notna()]
    if len(rows) < 2:
        return "Who grows, unit by unit"
    middle = rows["share"].median()
    above, below = rows[rows["low"] > middle], rows[rows["high"] < middle]
    phrases = [
        f"{' and '.join(label(unit) for unit in group_rows['business_unit'].head(2))} {words}"
        for group_rows, words in (
            (above.sort_values("share", ascending=False), "clearly above the middle"),
            (below.sort_values("share"), "clearly below it"),
        )
        if len(group_rows)
    ]
    return ", ".join(phrases) if phrases else "No unit stands clearly apart from the others"


def recognition(coverage: pd.DataFrame) -> str:
    """How many were recognised, and the units where it differs by track; from `growth_coverage` by both."""
    rows = coverage[(coverage["kind"] == "recognition") & coverage["low"].notna()]
    apart = []
    for unit, part in rows.groupby("business_unit"):
        tracks = by(part, "track")
        if {"ic", "manager"} <= set(tracks) and sentences.clearly(tracks["ic"], tracks["manager"]):
            apart.append(label(str(unit)))
    people = plural(rows["people"].sum(), "person was", "people were")
    where = f"the tracks differ in {' and '.join(apart[:2])}" if apart else "the tracks differ clearly in no unit"
    return f"{people} recognised; {where}"


def staying(stayed: pd.DataFrame) -> str:
    """The stages whose active people clearly stay more or less, from ungrouped `growth_and_retention`."""
    phrases = []
    for stage, stage_rows in stayed[stayed["low"].notna()].groupby("stage", sort=False):
        rows = by(stage_rows, "active")
        if stage != "all" and {"yes", "no"} <= set(rows):
            direction = {1: "more", -1: "less"}.get(sentences.clearly(rows["yes"], rows["no"]))
            phrases += [f"active in {stage} stay {direction}"] if direction else []
    return (
        f"Those {', those '.join(phrases)}"
        if phrases
        else "Taken one by one, no stage makes a clear difference to staying"
    )
