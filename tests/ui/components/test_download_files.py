"""Downloads that a spreadsheet opens without harm."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from metrics.scope import Scope
from ui.components import download_files

DAY = date(2026, 6, 30)


def test_numbers_stay_numbers_even_below_zero() -> None:
    frame = pd.DataFrame({"gap": [-0.125], "count": pd.Series([-3], dtype="Int64"), "day": [DAY]})
    assert download_files.csv(frame).decode() == '"gap","count","day"\n-0.125,-3,2026-06-30\n'


def test_what_is_empty_stays_empty() -> None:
    frame = pd.DataFrame({"rate": [None, 0.5], "reason": [None, "pay"]})
    assert download_files.csv(frame).decode() == '"rate","reason"\n,\n0.5,"pay"\n'


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        (Scope(DAY), "retention_rate_2026-06-30.csv"),
        (Scope(DAY, months=24), "retention_rate_2026-06-30_24m.csv"),
        (
            Scope(DAY, where=(("business_unit", ("Legal & Risk", "Zürich/../x")),)),
            "retention_rate_2026-06-30_business-unit-legal-risk-zurich-x.csv",
        ),
    ],
)
def test_the_file_is_named_by_metric_day_and_filters(scope: Scope, name: str) -> None:
    assert download_files.file_name("retention_rate", scope) == name
