"""Pathways: a verdict a question, and what is missing where there is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

Opened = Callable[[str], AppTest]
Text = Callable[[AppTest], str]


def test_a_company_too_small_to_compare_is_told_so(opened: Opened, text: Text) -> None:
    app = opened("pathways")
    assert not app.exception
    said = text(app)
    assert "How high it reaches, whether it pays as well" in said
    assert said.count("Cannot be told") >= 2
    assert "Too few new managers to follow." in said
    assert "No one is known to have gone back from managing to expert work" in said


class TestPaidLess:
    @pytest.fixture
    def tables(self, tables: dict[str, Any]) -> dict[str, Any]:
        people = [
            {
                "employee_id": f"{track}{number}",
                "hire_date": date(2020, 1, 1),
                "business_unit": "Sales",
                "job_family": "Law",
                "job_level": 4,
                "track": track,
                "base_salary": pay + number,
                "currency": "EUR",
                "manager_id": "manager0" if track == "ic" else None,
            }
            for track, pay in (("ic", 1000), ("manager", 1200))
            for number in range(12)
        ]
        return {**tables, "employees": people, "promotion_offers": [], "successors": []}

    def test_pay_at_the_same_level_is_the_no_among_the_verdicts(self, opened: Opened, text: Text) -> None:
        app = opened("pathways")
        assert not app.exception
        said = text(app).replace("\u00a0", " ")
        assert "reaches as high" in said
        assert "but pays less at the same level" in said
        assert "Managers earn 20 % more" in said
        assert "Managers in 1 of 1 comparisons at the same level earn clearly more" in said

    def test_spans_come_with_the_count_of_wide_ones(self, opened: Opened, text: Text) -> None:
        said = text(opened("pathways")).replace("\u00a0", " ")
        assert "1 of 1 managers (100 %) lead more than ten people" in said
