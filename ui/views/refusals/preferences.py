"""What people say they want, who was asked at all, and which roles are declined, in words."""

from __future__ import annotations

import pandas as pd

from charts.formatting import label, of
from ui.components.section import Section
from ui.text.sentences import by

WISHES = {"specialist": "be specialists", "people_manager": "manage people"}


def asked(frame: pd.DataFrame) -> str:
    """The unit that asked least, from `asked` by business_unit; people named in several units are in each."""
    rows = frame[frame["successors"] > 0].sort_values("never_asked_share", ascending=False).to_dict("records")
    top = rows[0]
    if not top["willing_unknown"]:
        return "Every successor has been asked"
    unit = label(top["business_unit"])
    return f"{unit} asked least: the wish of {of(top['willing_unknown'], top['successors'])} successors is not known"


def preferences(frame: pd.DataFrame) -> str:
    """The generations in which one of the two wishes is clearly named more; from `career_preferences` by generation."""
    said: dict[str, list[str]] = {wish: [] for wish in WISHES}
    for generation, part in frame[frame["low"].notna()].groupby("generation"):
        rows = by(part, "preference")
        if set(WISHES) <= set(rows):
            for wish, other in (("specialist", "people_manager"), ("people_manager", "specialist")):
                if rows[wish]["low"] > rows[other]["high"]:
                    said[wish].append(label(str(generation)))
    clauses = [f"{' and '.join(said[wish])} would rather {WISHES[wish]}" for wish in WISHES if said[wish]]
    return ", ".join(clauses) or "In no generation is one wish clearly more common than the other"


ASPECTS = {"level_step": "the level", "relocation": "the place", "span": "the span", "unit": "the unit"}


def repulsion(frame: pd.DataFrame) -> str:
    """What sets manager offers that are declined apart: aspects in which two values part; from `role_repulsion`."""
    rows = frame[(frame["offered_track"] == "manager") & frame["low"].notna() & (frame["value"] != "unknown")]
    matters, known_aspects = [], 0
    for aspect, part in rows.groupby("aspect", sort=False):
        known_aspects += len(part) > 1
        if len(part) > 1 and part["low"].max() > part["high"].min():
            matters.append(ASPECTS[str(aspect)])
    if not known_aspects:
        return "What the declined roles were like is not on record"
    if not matters:
        return "Nothing known about a manager role clearly sets apart whether it is declined"
    return f"Whether a manager role is declined goes with {' and '.join(matters)}"


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
