"""The sections of the page on growth: coverage by kind and unit, recognition, and retention of the active."""

from __future__ import annotations

from ui.components.section import Section
from ui.text import growth_sentences

NO_ACTIVITY = ("Who grows cannot be told.", "Upload goals, mentoring, recognition and projects, or widen the filters.")
TOO_EARLY = (
    "No growth activity is on record before the window opened.",
    "Choose a shorter window, a later day or wider filters.",
)
KINDS = Section(
    "growth_coverage",
    says=growth_sentences.kinds,
    measure="Share of people with at least one activity in the window, with 95 % interval",
    figure="share",
    empty=NO_ACTIVITY,
)
UNITS = Section(
    "growth_coverage",
    by=("business_unit",),
    says=growth_sentences.units,
    measure="The same by unit: Seed (circle), Root (square), Grow (triangle)",
    figure="share",
    empty=NO_ACTIVITY,
)
RECOGNITION = Section(
    "growth_coverage",
    adds_up=True,
    by=("business_unit", "track"),
    says=growth_sentences.recognition,
    measure="Share of people recognised at least once in the window, with 95 % interval",
    figure="share",
    empty=NO_ACTIVITY,
)
STAYING = Section(
    "growth_and_retention",
    says=growth_sentences.staying,
    measure="Share who stayed, of those active in the year before and of the others; they may have other reasons",
    figure="rate",
    empty=TOO_EARLY,
)
