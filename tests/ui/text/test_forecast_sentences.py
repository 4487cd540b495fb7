"""Sentences about what may come say no more than the figures do."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from ui.text import forecast_sentences


def futures(expected: float | None, bad: int, roles: int = 60) -> pd.DataFrame:
    rows = [{"role_id": f"R{number}", "p_vacant": 0.1, "p_unfilled": 0.1} for number in range(roles)]
    total = {"role_id": "total", "p_vacant": 1.0, "p_unfilled": 1.0, "expected_unfilled": expected, "p90_unfilled": bad}
    return pd.DataFrame([*rows, total])


@pytest.mark.parametrize(
    ("expected", "today", "bad", "first", "then"),
    [
        (7.68, 4.0, 10, "4 are empty today", "expect 7.7 to be empty"),
        (23.4, 0.0, 30, "none is empty today", "expect about 23 to be empty"),
        (1.52, 1.0, 3, "1 is empty today", "expect 1.5 to be empty"),
    ],
)
def test_the_forecast_in_two_sentences(expected: float, today: float, bad: int, first: str, then: str) -> None:
    assert forecast_sentences.empty_roles(futures(expected, bad), futures(today, 0), 12, 60) == (
        f"Of 60 critical roles {first} with nobody to step in. In 12 months, if people leave as they have been "
        f"leaving, {then} once everybody who can has moved up; there is 1 chance in 10 of more than {bad}."
    )


def test_no_bad_year_is_told_when_all_roles_may_be_empty() -> None:
    assert "chance" not in forecast_sentences.empty_roles(futures(2.0, 2, roles=2), futures(1.0, 1, roles=2), 12, 2)


def test_without_a_forecast_nothing_is_foretold() -> None:
    assert "no leaver is known yet" in forecast_sentences.empty_roles(futures(None, 0), futures(None, 0), 12, 60)


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([(50, 40, 60), (61, 40, 60)], "right in 1 of 2 years: more left than foretold after 30 June 2024"),
        ([(39, 40, 60), (50, 40, 60)], "right in 1 of 2 years: fewer left than foretold after 30 June 2025"),
        ([(50, 40, 60), (60, 40, 60)], "right in each of the last 2 years"),
        ([(50, 40, 60), None], "right in the one year it can be held against"),
        ([None, None], "No earlier year can be held against the forecast"),
    ],
)
def test_the_backtest_is_told_also_when_it_is_bad(years: list[tuple[int, int, int] | None], said: str) -> None:
    rows = [
        {"as_of": date(2025 - back, 6, 30), "expected_exits": 50.0 if year else None}
        | dict(zip(("actual_exits", "low", "high"), year or (None, None, None), strict=True))
        for back, year in enumerate(years)
    ]
    assert said in forecast_sentences.backtest(pd.DataFrame(rows))
