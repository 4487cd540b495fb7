"""After the answer: those who say no leave sooner only where the curves part."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from metrics.scope import Scope
from ui.views.refusals import after_the_answer


def curve(p_value: float | None, no: float = 0.61, months: tuple[int, ...] = (6, 12, 24)) -> pd.DataFrame:
    rows = [
        (answer, month, retained, retained - 0.05, retained + 0.05, p_value)
        for answer, retained in (("accepted", 0.75), ("declined", no))
        for month in months
    ]
    return pd.DataFrame(rows, columns=["answer", "month", "retained", "low", "high", "p_value"])


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (curve(0.001),
         "Those who say no leave sooner: 61 % are still here after 2 years, against 75 % of those who say yes"),
        (curve(0.01, no=0.9, months=(6,)),
         "Those who say no leave later: 90 % are still here after 6 months, against 75 % of those who say yes"),
        (curve(0.4, months=(6, 12)),
         "No clear difference: of those who say no 61 % are still here after 1 year, against 75 % of those who say "
         "yes"),
        (curve(0.01).query("answer == 'accepted'"),
         "Too few answers to follow both those who said yes and those who said no"),
    ],
)  # fmt: skip
def test_it_says_who_stays_at_the_last_month_both_are_followed_to(frame: pd.DataFrame, said: str) -> None:
    assert after_the_answer.after(frame).replace("\u00a0", " ") == said


def test_the_units_in_which_those_who_say_no_leave_are_named() -> None:
    near = curve(0.4, no=0.72).assign(business_unit="Research")
    frame = pd.concat([curve(0.001).assign(business_unit="Operations"), near])
    assert after_the_answer.units(frame) == "Those who say no clearly leave in Operations"
    assert after_the_answer.units(near) == "In no unit do those who say no clearly leave more"


@pytest.mark.parametrize(
    ("offers", "where"),
    [("Manager roles", (("offered_track", ("manager",)),)), ("Expert roles", (("offered_track", ("ic",)),)),
     ("All offers", ())],
)  # fmt: skip
def test_one_kind_of_offers_is_a_filter(offers: str, where: tuple[object, ...]) -> None:
    assert after_the_answer.of_offers(Scope(as_of=date(2026, 6, 30)), offers).where == where
