"""Surveys from elsewhere say where they come from, and what they do not say."""

from __future__ import annotations

import pandas as pd

from ui.views.refusals import surveys

ROW = {
    "source": "Robert <Walters>",
    "year": pd.NA,
    "country": None,
    "asked": "Gen Z",
    "wording": "would rather advance alone",
    "share": 0.57,
    "read_at": "https://example.org/?a=1&b=2",
}


def test_what_a_report_does_not_say_is_said_to_be_missing() -> None:
    said = surveys.line(ROW)
    assert "Gen Z · country not stated · year not stated" in said
    assert "<b>57\u00a0%</b> would rather advance alone" in said


def test_year_country_and_source_stand_beside_the_answer() -> None:
    said = surveys.line({**ROW, "year": 2024, "country": "United Kingdom"})
    assert "Gen Z · United Kingdom · 2024" in said
    assert 'href="https://example.org/?a=1&amp;b=2"' in said
    assert "Robert &lt;Walters&gt;" in said
