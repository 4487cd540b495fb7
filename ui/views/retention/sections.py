"""The sections of the page on retention: the curve, the gap between the tracks, and the units."""

from __future__ import annotations

from ui.components.section import Section
from ui.text import labels
from ui.text import retention_sentences as sentences

GAP = Section(
    "retention_gap",
    says=sentences.gap_message,
    measure="Experts who stayed minus managers who stayed, in points, with 95 % interval",
    figure="gap",
    empty=("The tracks cannot be compared here.", "It takes people on both tracks. Widen the filters."),
)
UNITS = Section(
    "retention_rate",
    by=("business_unit", "track"),
    says=sentences.units_apart,
    measure="Share who stayed, of those there at the start, with 95 % interval; the largest units first",
    figure="rate",
    empty=("Nobody was in service when the window opened.", "Widen the filters, or choose a later day."),
)
TURNOVER = Section(
    "turnover_rate",
    by=("track",),
    says=sentences.turnover,
    measure="Exits for every 100 years worked on each track, with 95 % interval",
    figure="rate_per_100",
    empty=("Nobody worked in this window.", "Widen the filters, or choose a later day."),
)


def curve(clock: str) -> Section:
    """The section with the share still employed by months on a clock (`CLOCKS`), one curve per track."""
    return Section(
        "retention_curve",
        by=("track",),
        says=sentences.curves,
        measure=f"Share still on board, {labels.CLOCKS[clock]}, with its 95 % band",
        figure="retained",
        empty=("No track has ten people to follow.", "Widen the filters, or upload a fuller export."),
        stock=True,
        options={"clock": clock},
    )
