"""Why people leave, and what leaves with them, in words."""

from __future__ import annotations

import pandas as pd

from ui.views.retention import exits


def test_causes_are_told_at_the_last_full_year() -> None:
    rows = [("ic", month, "voluntary", month / 100) for month in range(31)]
    frame = pd.DataFrame(rows, columns=["track", "month", "cause", "cumulative"])
    said = exits.causes_of("experts", "ic", frame).replace("\u00a0", " ")
    assert said == "After 2 years 24 % of experts have left by their own choice"
    assert exits.causes_of("managers", "manager", frame) == "Too few managers to follow"


def test_where_no_cause_may_be_told_it_says_so() -> None:
    rows = [("ic", 12, "voluntary", None), ("ic", 12, "retained", 0.8)]
    frame = pd.DataFrame(rows, columns=["track", "month", "cause", "cumulative"])
    assert exits.causes_of("experts", "ic", frame) == "Too few experts have left to tell their causes apart"


def test_high_performers_are_named_only_where_ratings_are_known() -> None:
    frame = pd.DataFrame(
        {
            "leavers": [3, 1],
            "tenure_years": [12.4, 3.2],
            "high_performers": [1, 0],
            "tenure_years_high_performers": [5.2, 0.0],
        }
    )
    assert exits.expertise(frame) == (
        "4 people took 16 years of experience with them; 1 high performer among them took 5"
    )
    apart = frame.assign(tenure_years_high_performers=None)
    assert exits.expertise(apart) == ("4 people took 16 years of experience with them; 1 high performer is among them")
    unrated = frame.assign(high_performers=None, tenure_years_high_performers=None)
    assert exits.expertise(unrated) == "4 people took 16 years of experience with them"
