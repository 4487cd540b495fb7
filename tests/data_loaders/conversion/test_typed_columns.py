"""Text → typed values: every notation seen in exports, and what cannot be read is said."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from data_loaders.contract import fields
from data_loaders.conversion.typed_columns import ConversionContext, TypedColumn, clean

TODAY = ConversionContext(date(2026, 11, 23))


def _clean(table: str, field: str, *texts: str, given: ConversionContext = TODAY) -> TypedColumn:
    return clean(pa.chunked_array([pa.array(texts, pa.string())]), field, fields.TABLES[table][field], given)


def _values(table: str, field: str, *texts: str) -> list[object]:
    return [None if pd.isna(value) else value for value in _clean(table, field, *texts).values]


DATES = {
    "2026-09-30": "2026-09-30",
    "2026/09/30": "2026-09-30",
    "30.09.2026": "2026-09-30",
    "9/30/2026": "2026-09-30",
    "30-09-2026": "2026-09-30",
    "21-Sep-22": "2022-09-21",
    "Sep 21, 2022": "2022-09-21",
    "21 September 2022": "2022-09-21",
    "4. März 2020": "2020-03-04",
    "20260930": "2026-09-30",
    "202609": "2026-09-01",
    "2029-10-29 06:09:38 UTC": "2029-10-29",
    "2020-01-31T00:00:00Z": "2020-01-31",
    "9/30/2026 12:05 PM": "2026-09-30",
    "45292": "2024-01-01",
}


@pytest.mark.parametrize(("text", "day"), DATES.items())
def test_a_date_is_read_in_every_notation(text: str, day: str) -> None:
    assert _values("employees", "termination_date", text) == [pd.Timestamp(day)]


@pytest.mark.parametrize(
    "text", ["9999-12-31", "12/31/9999", "1/1/1900", "9999-12-31 23:59:59", "NULL", "-", "n/a", "", "Present"]
)
def test_an_open_end_is_empty(text: str) -> None:
    cleaned = _clean("employees", "termination_date", text)
    assert cleaned.values.isna().all()
    assert len(cleaned.bad) == 0


def test_day_and_month_are_told_apart_by_all_values_of_the_column() -> None:
    assert _values("employees", "hire_date", "03/04/2020", "25/12/2019") == [
        pd.Timestamp("2020-04-03"),
        pd.Timestamp("2019-12-25"),
    ]
    assert _values("employees", "hire_date", "03/04/2020", "12/25/2019") == [
        pd.Timestamp("2020-03-04"),
        pd.Timestamp("2019-12-25"),
    ]


def test_a_column_whose_every_value_fits_both_is_read_month_first_and_named() -> None:
    cleaned = _clean("employees", "hire_date", "03/04/2020", "05/06/2020")
    assert list(cleaned.values) == [pd.Timestamp("2020-03-04"), pd.Timestamp("2020-05-06")]
    assert "fits both" in cleaned.remarks[0][0]


@pytest.mark.parametrize(
    ("field", "text", "year"),
    [
        ("birth_date", "7/10/83", 1983),
        ("birth_date", "1/1/15", 1915),
        ("birth_date", "1/1/05", 2005),
        ("hire_date", "7/5/11", 2011),
        ("hire_date", "1/1/68", 1968),
        ("termination_date", "1/1/30", 2030),
    ],
)
def test_two_digit_years_never_put_a_birth_or_a_hire_into_the_future(field: str, text: str, year: int) -> None:
    assert _clean("employees", field, text).values[0].year == year


@pytest.mark.parametrize("text", ["31/06/2020", "2020-02-30", "0000-05-01", "soon", "13/13/2020"])
def test_a_day_that_does_not_exist_is_bad(text: str) -> None:
    assert list(_clean("employees", "hire_date", text).bad) == [0]


IDS = {
    "007": "007",
    "10026.0": "10026",
    "00-0037846": "00-0037846",
    "HR-EMP-0001": "HR-EMP-0001",
    "'0042": "0042",
    "NO_MGR": None,
    "0": None,
}


@pytest.mark.parametrize(("text", "id_"), IDS.items())
def test_an_id_stays_text_with_its_zeros(text: str, id_: str | None) -> None:
    assert _values("employees", "manager_id", text) == [id_]


NUMBERS = {
    "62506": 62506.0,
    "62,506": 62506.0,
    "$62,506.50": 62506.5,
    "62.506,50": 62506.5,
    "62 506,5": 62506.5,
    "€ 62.506": 62506.0,
    "1,25,000": 125000.0,
    "(500)": -500.0,
    "85k": 85000.0,
    "62506.00 USD": 62506.0,
}


@pytest.mark.parametrize(("text", "number"), NUMBERS.items())
def test_a_salary_is_read_in_every_notation(text: str, number: float) -> None:
    assert _values("employees", "base_salary", text) == [number]


@pytest.mark.parametrize(
    ("texts", "shares"),
    [(("0.8", "1"), [0.8, 1.0]), (("80%", "100%"), [0.8, 1.0]), (("80", "100"), [0.8, 1.0]), (("0,5",), [0.5])],
)
def test_part_time_is_a_share_of_one(texts: tuple[str, ...], shares: list[float]) -> None:
    assert _values("employees", "fte", *texts) == pytest.approx(shares)


@pytest.mark.parametrize(
    ("text", "level"), [("5", 5), ("L5", 5), ("Level 5", 5), ("6_Manager", 6), ("5.0", 5), ("M3", 3), ("7 Director", 7)]
)
def test_a_level_is_the_number_in_its_name(text: str, level: int) -> None:
    assert _values("employees", "job_level", text) == [level]


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("Exceeds", 4),
        ("Fully Meets", 3),
        ("Needs Improvement", 2),
        ("PIP", 1),
        ("Outstanding", 5),
        ("3", 3),
        ("4 - Exceeds", 4),
    ],
)
def test_a_rating_in_words_is_a_number(text: str, rating: int) -> None:
    assert _values("employees", "performance_rating", text) == [rating]


CHOICES = [
    ("employees", "track", "Individual Contributor", "ic"),
    ("employees", "track", "People Manager", "manager"),
    ("employees", "termination_type", "Retirement", "retirement"),
    ("employees", "termination_type", "Terminate_Employee_Involuntary", "involuntary"),
    ("job_history", "action", "Supervisor Change", "change"),
    ("job_history", "action", "Contract Add", "hire"),
    ("job_history", "action", "Demotion", "step_down"),
    ("promotion_offers", "outcome", "Offer Rejected - Candidate", "declined"),
    ("promotion_offers", "outcome", "Rescinded", "withdrawn"),
    ("promotion_offers", "offered_track", "Management", "manager"),
    ("successors", "readiness", "Ready in 1-2 Years", "ready_1_2_years"),
    ("successors", "readiness", "0", "ready_now"),
    ("successors", "readiness", "2-3 Years", "ready_3_5_years"),
    ("successors", "willing", "Unknown", "unknown"),
    ("growth_activities", "kind", "Cross-Functional Project", "cross_functional_project"),
]


@pytest.mark.parametrize(("table", "field", "text", "word"), CHOICES)
def test_words_of_other_systems_become_ours(table: str, field: str, text: str, word: str) -> None:
    assert _values(table, field, text) == [word]


@pytest.mark.parametrize("table", fields.TABLES)
def test_our_own_words_are_always_understood(table: str) -> None:
    for name, field in fields.TABLES[table].items():
        if field.words:
            assert _values(table, name, *field.words) == list(field.words)


def test_an_unknown_word_is_bad_in_each_of_its_rows_and_the_remedy_lists_the_known_ones() -> None:
    cleaned = _clean("promotion_offers", "outcome", "Accepted", "Rejected", "Rejected")
    assert cleaned.bad.tolist() == [1, 2]
    assert cleaned.remedy == "Write one of: accepted, declined, pending, withdrawn."


def test_double_spaces_inside_a_name_become_one() -> None:
    assert _values("employees", "full_name", "Adinolfi, Wilson\u00a0 K") == ["Adinolfi, Wilson K"]


def test_a_column_of_nothing_is_a_column_of_empty_values() -> None:
    cleaned = _clean("employees", "job_level", "", "N/A")
    assert cleaned.values.isna().all()
    assert np.array_equal(cleaned.bad, [])


@pytest.mark.parametrize(
    ("texts", "shares", "hours"),
    [
        (("40h", "20 h", "32 hrs/week"), [1, 0.5, 0.8], "40"),
        (("38,5 Stunden", "19,25 Stunden"), [1, 0.5], "38.5"),
        (("40", "20", "full time"), [1, 0.5, 1], "40"),
        (("100", "50", "40"), [1, 0.5, 0.4], None),
        (("1", "0.5"), [1, 0.5], None),
    ],
)
def test_weekly_hours_are_shares_of_the_longest_week(
    texts: tuple[str, ...], shares: list[float], hours: str | None
) -> None:
    cleaned = _clean("employees", "fte", *texts)
    assert cleaned.values.tolist() == pytest.approx(shares)
    told = [remark.problem for remark in cleaned.remarks]
    assert told == ([f"The shares are given in hours; {hours} hours were taken as full-time."] if hours else [])


@pytest.mark.parametrize(("yes", "no"), [("ja", "nein"), ("oui", "non"), ("sí", "no"), ("yes", "no")])
def test_whether_somebody_leads_is_said_in_several_languages(yes: str, no: str) -> None:
    assert _values("employees", "track", yes, no) == ["manager", "ic"]


@pytest.mark.parametrize("other", ["2026-02-30", "30.09.2026", "2026-09-30 00:00", "", "9999-12-31", "0000-00-00"])
def test_days_all_written_alike_are_read_as_among_others(other: str) -> None:
    alone = _clean("employees", "hire_date", "2026-09-30", "1999-12-31").values.tolist()
    assert _clean("employees", "hire_date", "2026-09-30", "1999-12-31", other).values.tolist()[:2] == alone
    assert alone == [pd.Timestamp("2026-09-30"), pd.Timestamp("1999-12-31")]
