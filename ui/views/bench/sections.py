"""The sections of the page on the bench: closing moves, units, successors by group, and other definitions."""

from __future__ import annotations

import pandas as pd

from charts.formatting import known, label
from ui.components.section import Section
from ui.text import sentences
from ui.views.bench import closing_moves

NO_ROLES = ("No critical role is in view.", "Reset the filters, or upload critical roles and successors.")
CLOSING = Section(
    "closing_moves",
    says=closing_moves.message,
    measure="More roles covered by a willing person of their own, by kind of move",
    figure="gain",
    empty=("Every role here is covered for real.", "There is nothing to do."),
    stock=True,
)
UNITS = Section(
    "bench_strength",
    by=("business_unit",),
    says=sentences.paper,
    measure="Roles covered at each step, of the unit's critical roles, what is lost on the way, and the 95 % interval",
    figure="covered",
    empty=NO_ROLES,
    stock=True,
)
DEFINITIONS = Section(
    "bench_definitions",
    says=lambda _: "Why another system shows another figure",
    measure="One bench counted by each rule, ours last",
    figure="value",
    empty=NO_ROLES,
    stock=True,
)


def named_by(cut: str) -> Section:
    """The section that compares successors with the workforce at their levels, by gender or generation."""
    return Section(
        "bench_diversity",
        by=(cut.lower(),),
        says=named_less,
        measure="Share of the successors (dot, with 95 % interval) and of the workforce at the same levels (tick)",
        empty=("No successor is named.", "Upload the successors of critical roles, or widen the filters."),
        figure="share",
        stock=True,
    )


def named_less(frame: pd.DataFrame) -> str:
    """The groups clearly under- or overrepresented among successors, from `bench_diversity` by one column."""
    column = frame.columns[0]
    rows = [row for row in frame.to_dict("records") if known(row["share"]) and known(row["workforce_share"])]
    underrepresented = [str(row[column]) for row in rows if row["high"] < row["workforce_share"]]
    overrepresented = [str(row[column]) for row in rows if row["low"] > row["workforce_share"]]
    if not underrepresented and not overrepresented:
        return "No group is clearly named more or less than it is there, level by level"
    clauses = [
        f"{', '.join(label(group) for group in groups)} {'is' if len(groups) == 1 else 'are'} named {word} often"
        for groups, word in ((underrepresented, "less"), (overrepresented, "more"))
        if groups
    ]
    return f"{' and '.join(clauses)} than by their share of the same levels"
