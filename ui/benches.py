"""What the page on the bench shows beside its roles: who fills the gaps, unit by unit, who is named, by whose rules."""

from __future__ import annotations

from ui import foretold, moves, words
from ui.parts import Part

NO_ROLES = ("No critical role is in view.", "Reset the filters, or upload critical roles and successors.")
CLOSING = Part(
    "closing_moves",
    says=moves.message,
    measure="More roles covered by a willing person of their own, by kind of move",
    figure="gain",
    empty=("Every role here is covered for real.", "There is nothing to do."),
    stock=True,
)
UNITS = Part(
    "bench_strength",
    by=("business_unit",),
    says=words.paper,
    measure="Roles covered at each step, of the unit's critical roles, what is lost on the way, and the 95 % interval",
    figure="covered",
    empty=NO_ROLES,
    stock=True,
)
DEFINITIONS = Part(
    "bench_definitions",
    says=lambda _: "Why another system shows another figure",
    measure="One bench counted by each rule, ours last",
    figure="value",
    empty=NO_ROLES,
    stock=True,
)


def named_by(cut: str) -> Part:
    """The successors beside the workforce at their levels, by gender or generation."""
    return Part(
        "bench_diversity",
        by=(cut.lower(),),
        says=foretold.named_less,
        measure="Share of the successors (dot, with 95 % interval) and of the workforce at the same levels (tick)",
        empty=("No successor is named.", "Upload the successors of critical roles, or widen the filters."),
        figure="share",
        stock=True,
    )
