"""Amounts as people and systems write them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data_loaders.literals.numbers import currency, read_numbers


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["€52,000", "€48,500.50"], [52000, 48500.5]),
        (["52.000 EUR", "1.234,56 €"], [52000, 1234.56]),
        (["CHF 52’000.-", "CHF 48'500.50"], [52000, 48500.5]),
        (["52,000.00-", "(1,250)"], [-52000, -1250]),
        (["SEK 52 000", "48 500 kr"], [52000, 48500]),
        (["£52k"], [52000]),
    ],
)
def test_amounts_are_read_as_they_are_meant(texts: list[str], numbers: list[float]) -> None:
    assert read_numbers(pd.Series(texts, dtype="str")).tolist() == numbers


def test_a_comma_that_may_mean_either_is_not_guessed() -> None:
    read = read_numbers(pd.Series(["52,000", "1.234,56"], dtype="str"))
    assert np.isnan(read).tolist() == [True, False]
    assert read[1] == 1234.56


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Salary (EUR)", "EUR"),
        ("Base pay in GBP", "GBP"),
        ("Salary €", "EUR"),
        ("Salary $", None),
        ("Salary (EUR or USD)", None),
        ("Neurology pay", None),
    ],
)
def test_a_heading_may_name_the_currency(heading: str, code: str | None) -> None:
    assert currency(heading) == code
