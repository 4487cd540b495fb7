"""Wishes, who was asked, and what sets declined roles apart."""

from __future__ import annotations

import pandas as pd
import pytest

from ui.views.refusals import preferences as preferences_view


def test_the_unit_that_asked_least_is_named() -> None:
    frame = pd.DataFrame(
        {
            "business_unit": ["Sales", "Care"],
            "successors": [10, 8],
            "willing_unknown": [2, 4],
            "never_asked_share": [0.2, 0.5],
        }
    )
    assert preferences_view.asked(frame) == "Care asked least: the wish of 4 of 8 successors is not known"
    everyone = frame.assign(willing_unknown=0, never_asked_share=0.0)
    assert preferences_view.asked(everyone) == "Every successor has been asked"


def preferences(generation: str, specialist: float, manager: float) -> list[tuple[str, str, float, float]]:
    shares = (("specialist", specialist), ("people_manager", manager))
    return [(generation, wish, share - 0.04, share + 0.04) for wish, share in shares]


def test_generations_are_set_apart_where_their_wishes_part() -> None:
    rows = preferences("Gen Z", 0.28, 0.08) + preferences("Millennial", 0.19, 0.16) + preferences("Gen X", 0.15, 0.25)
    frame = pd.DataFrame(rows, columns=["generation", "preference", "low", "high"])
    assert preferences_view.preferences(frame) == "Gen Z would rather be specialists, Gen X would rather manage people"
    assert preferences_view.preferences(frame[frame["generation"] == "Millennial"]) == (
        "In no generation is one wish clearly more common than the other"
    )


def refused(*values: tuple[str, str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(values, columns=["aspect", "value", "low", "high"]).assign(offered_track="manager")


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (
            refused(("span", "1 to 5", 0.1, 0.3), ("span", "over 10", 0.4, 0.6), ("unit", "unknown", 0.2, 0.4)),
            "Whether a manager role is declined goes with the span",
        ),
        (
            refused(("span", "1 to 5", 0.1, 0.3), ("span", "over 10", 0.2, 0.6)),
            "Nothing known about a manager role clearly sets apart whether it is declined",
        ),
        (refused(("span", "unknown", 0.1, 0.3)), "What the declined roles were like is not on record"),
    ],
)
def test_roles_are_set_apart_by_what_is_known_of_them(frame: pd.DataFrame, said: str) -> None:
    assert preferences_view.repulsion(frame) == said
