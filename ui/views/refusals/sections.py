"""The sections of the page on refusals about the offers answered in the window."""

from __future__ import annotations

from metrics.scope import Scope
from ui.components.section import Section
from ui.text import refusal_sentences, sentences

SHARE = "Share declined of offers answered"
NO_OFFERS = ("No offer was answered in this window.", "Choose a longer window.")
BY_TRACK = Section(
    "promotion_refusals",
    by=("offered_track",),
    says=refusal_sentences.refusal_message,
    measure=f"{SHARE}, with 95 % interval",
    figure="offers",
    empty=NO_OFFERS,
)
REASONS = Section(
    "refusal_reasons",
    says=sentences.reasons,
    measure="Reasons given for declining, as a share of all declined offers",
    figure="declined",
    rows=lambda reasons: reasons[reasons["declined"].fillna(0) > 0],
    empty=("No one declined in this window.", "Choose a longer window to see reasons."),
)


def _where(group: str) -> Section:
    return Section(
        "promotion_refusals",
        by=(group, "offered_track"),
        says=lambda rates: refusal_sentences.refusals_apart(rates, group),
        measure=f"{SHARE}, with 95 % interval",
        figure="offers",
        empty=NO_OFFERS,
    )


WHERE = {cut: _where(group) for cut, group in (("Unit", "business_unit"), ("Generation", "generation"))}


def trend(scope: Scope) -> Section:
    """The section with the refusal rate at the last 24 month ends."""
    return Section(
        "promotion_refusals",
        by=("offered_track",),
        says=refusal_sentences.trend_message,
        measure=f"{SHARE} in the {scope.months} months before each month end, with 95 % band",
        figure="offers",
        empty=NO_OFFERS,
        stock=True,
        options={"trend": 24},
    )
