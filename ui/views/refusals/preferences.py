"""Career preferences, successors asked, and which roles are declined: the sections and their messages."""

from __future__ import annotations

import pandas as pd

from charts.formatting import label, of
from ui.components.section import Section
from ui.text.sentences import by

WISHES = {"specialist": "be specialists", "people_manager": "manage people"}


def asked(frame: pd.DataFrame) -> str:
    """The unit with the highest share of successors never asked, from `asked` by business_unit.

    A person nominated in several units counts in each.
    """
    rows = frame[frame["successors"] > 0].sort_values("never_asked_share", ascending=False).to_dict("records")
    first = rows[0]
    if not first["willing_unknown"]:
        return "Every successor has been asked"
    unit = label(first["business_unit"])
    return (
        f"{unit} asked least: the wish of {of(first['willing_unknown'], first['successors'])} successors is not known"
    )


def preferences(frame: pd.DataFrame) -> str:
    """The generations where one of the two wishes is clearly more common, from `career_preferences` by generation."""
    generations: dict[str, list[str]] = {wish: [] for wish in WISHES}
    for generation, generation_rows in frame[frame["low"].notna()].groupby("generation"):
        rows = by(generation_rows, "preference")
        if set(WISHES) <= set(rows):
            for wish, other in (("specialist", "people_manager"), ("people_manager", "specialist")):
                if rows[wish]["low"] > rows[other]["high"]:
                    generations[wish].append(label(str(generation)))
    clauses = [f"{' and '.join(generations[wish])} would rather {WISHES[wish]}" for wish in WISHES if generations[wish]]
    return ", ".join(clauses) or "In no generation is one wish clearly more common than the other"


ASPECTS = {"level_step": "the level", "relocation": "the place", "span": "the span", "unit": "the unit"}


def repulsion(frame: pd.DataFrame) -> str:
    """The aspects of a manager role in which two values have clearly different refusal rates, from `role_repulsion`."""
    rows = frame[(frame["offered_track"] == "manager") & frame["low"].notna() & (frame["value"] != "unknown")]
    aspects_apart, known_aspects = [], 0
    for aspect, aspect_rows in rows.groupby("aspect", sort=False):
        known_aspects += len(aspect_rows) > 1
        if len(aspect_rows) > 1 and aspect_rows["low"].max() > aspect_rows["high"].min():
            aspects_apart.append(ASPECTS[str(aspect)])
    if not known_aspects:
        return "What the declined roles were like is not on record"
    if not aspects_apart:
        return "Nothing known about a manager role clearly sets apart whether it is declined"
    return f"Whether a manager role is declined goes with {' and '.join(aspects_apart)}"


ASKED = Section(
    "asked",
    by=("business_unit",),
    says=asked,
    measure="Successors, from left to right: said yes, said no, never asked",
    figure="never_asked_share",
    rows=lambda frame: frame[frame["successors"] > 0],
    empty=("No successor is named.", "Upload the successors of critical roles, or widen the filters."),
    stock=True,
)
PREFERENCES = Section(
    "career_preferences",
    by=("generation",),
    says=preferences,
    measure="Preference in the newest roster that has it, of all in service; other wishes are in the table",
    figure="share",
    rows=lambda frame: frame[frame["preference"] != "unknown"],
    empty=(
        "No career preference is on record.",
        "Upload a roster with a column Career preference, or widen the filters.",
    ),
    stock=True,
)
REPULSION = Section(
    "role_repulsion",
    by=("offered_track",),
    says=repulsion,
    measure="Share declined of offers answered, by what the offered role is like, with 95 % interval",
    figure="refusal_rate",
    rows=lambda frame: frame[frame["value"] != "unknown"],
    empty=("What the offered roles were like is not on record.", "Name in each offer its role and the level offered."),
)
