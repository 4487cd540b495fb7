"""The sections of the page on stress: the forecast of empty roles, and its backtest."""

from __future__ import annotations

from ui.components.section import Section
from ui.text import forecast_sentences

NO_LEAVERS = ("Nobody can say which roles will stand empty.", "No leaver is known yet to work out from.")
BACKTEST = Section(
    "stress_backtest",
    says=forecast_sentences.backtest,
    measure="Exits foretold (tick, with the range of 95 years in 100) and exits that came (diamond)",
    figure="people",
    empty=NO_LEAVERS,
    stock=True,
)


def future(months: int) -> Section:
    """The section with each role's probability of standing empty within so many months."""
    return Section(
        "vacancy_stress",
        says=forecast_sentences.at_stake,
        measure=f"How likely a role is to lose its incumbent (open dot) and to end empty (bar) within {months} months",
        figure="p_unfilled",
        empty=NO_LEAVERS,
        stock=True,
        options={"months": months},
    )
