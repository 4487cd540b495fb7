"""Why people leave and what leaves with them, in words."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from charts.formatting import count, percent
from ui.auth import access
from ui.components.section import Section
from ui.text import sentences
from ui.text.labels import plural


def causes_of(whom: str, track: str, frame: pd.DataFrame) -> str:
    """What share of a track has left by its own choice at the last full year it is followed."""
    seen = frame[(frame["track"] == track) & (frame["cause"] == "voluntary") & frame["cumulative"].notna()]
    if seen.empty:
        here = frame[(frame["track"] == track) & (frame["cause"] == "retained") & frame["cumulative"].notna()]
        return f"Too few {whom} to follow" if here.empty else f"Too few {whom} have left to tell their causes apart"
    month = int(seen["month"].max())
    month -= month % 12 if month > 12 else 0
    share = seen.loc[seen["month"] == month, "cumulative"].iloc[0]
    return f"{sentences.after(month).capitalize()} {percent(share)} of {whom} have left by their own choice"


def expertise(frame: pd.DataFrame) -> str:
    """How many years of employment left, and how many with high performers, from `expertise_lost` by business_unit."""
    years, strong = (frame[name].sum() for name in ("tenure_years", "tenure_years_high_performers"))
    left = plural(frame["leavers"].sum(), "person", "people")
    first = f"{left} took {count(round(years))} years of experience with them"
    if not frame["high_performers"].notna().any():
        return first
    number = frame["high_performers"].sum()
    best = plural(number, "high performer", "high performers")
    if not frame["tenure_years_high_performers"].notna().any():
        return f"{first}; {best} {'is' if number == 1 else 'are'} among them"
    return f"{first}; {best} among them took {count(round(strong))}"


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
    """The causes of a track, by month, or by year for whoever may not see persons."""
    part = {"ic": CAUSES, "manager": CAUSES_OF_MANAGERS}[track]
    return replace(part, measure=IN_YEARS) if access.viewer().masked else part


def experience() -> Section:
    """What left with whom; the years of high performers are not for whoever may not see persons."""
    return replace(EXPERTISE, measure=WITHOUT_RATED) if access.viewer().masked else EXPERTISE
