"""Exit causes and the expertise lost: the sections of the page and their messages."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from charts.formatting import count, percent
from ui.auth import access
from ui.components.section import Section
from ui.text import sentences
from ui.text.labels import plural


def causes_of(people: str, track: str, frame: pd.DataFrame) -> str:
    """The share of a track that has left by its own choice at the last full year, from `exit_causes` by track."""
    voluntary = frame[(frame["track"] == track) & (frame["cause"] == "voluntary") & frame["cumulative"].notna()]
    if voluntary.empty:
        retained = frame[(frame["track"] == track) & (frame["cause"] == "retained") & frame["cumulative"].notna()]
        return (
            f"Too few {people} to follow"
            if retained.empty
            else f"Too few {people} have left to tell their causes apart"
        )
    month = int(voluntary["month"].max())
    # past one year the sentence speaks of whole years
    month -= month % 12 if month > 12 else 0
    share = voluntary.loc[voluntary["month"] == month, "cumulative"].iloc[0]
    return f"{sentences.after(month).capitalize()} {percent(share)} of {people} have left by their own choice"


def expertise(frame: pd.DataFrame) -> str:
    """The years of employment of leavers, and those of high performers, from `expertise_lost` by business_unit."""
    years, high_performer_years = (frame[name].sum() for name in ("tenure_years", "tenure_years_high_performers"))
    leavers = plural(frame["leavers"].sum(), "person", "people")
    first = f"{leavers} took {count(round(years))} years of experience with them"
    if not frame["high_performers"].notna().any():
        return first
    high_performer_count = frame["high_performers"].sum()
    high_performers = plural(high_performer_count, "high performer", "high performers")
    if not frame["tenure_years_high_performers"].notna().any():
        return f"{first}; {high_performers} {'is' if high_performer_count == 1 else 'are'} among them"
    return f"{first}; {high_performers} among them took {count(round(high_performer_years))}"


IN_YEARS = (
    "From left to right: still here, left by own choice, let go, retired, other, cause not recorded, and last all "
    "causes with few who left, put together; one, two and three years after entering the track, as far as enough left"
)
WITHOUT_RATED = (
    "Years of employment of all who left; how many of them high performers had is shown to those who may see persons"
)
CAUSES = Section(
    "exit_causes",
    by=("track",),
    says=partial(causes_of, "experts", "ic"),
    measure="Share still here, and share gone for each cause, since entering the track",
    figure="cumulative",
    rows=lambda frame: frame[frame["track"] == "ic"],
    empty=("Too few experts to tell causes apart.", "It takes ten on the track. Widen the filters."),
    stock=True,
)
CAUSES_OF_MANAGERS = replace(
    CAUSES,
    says=partial(causes_of, "managers", "manager"),
    rows=lambda frame: frame[frame["track"] == "manager"],
    empty=("Too few managers to tell causes apart.", "It takes ten on the track. Widen the filters."),
)
EXPERTISE = Section(
    "expertise_lost",
    by=("business_unit",),
    says=expertise,
    measure="Years of employment of all who left, the part of the high performers first",
    figure="tenure_years",
    adds_up=True,
    empty=("Nobody left in this window.", "Choose a longer window."),
)


def of_track(track: str) -> Section:
    """The section of exit causes on a track; for masked viewers, its description names whole years."""
    part = {"ic": CAUSES, "manager": CAUSES_OF_MANAGERS}[track]
    return replace(part, measure=IN_YEARS) if access.viewer().masked else part


def experience() -> Section:
    """The section of expertise lost; for masked viewers, its description leaves out the years of high performers."""
    return replace(EXPERTISE, measure=WITHOUT_RATED) if access.viewer().masked else EXPERTISE
