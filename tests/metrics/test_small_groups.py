from __future__ import annotations

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest

from metrics.engine import compute
from metrics.figure_notes import NONE, Kind, Note, Notes
from metrics.scope import Scope
from metrics.small_groups import HIDDEN, shown

DAY = date(2026, 6, 30)


@pytest.fixture
def units(spells):
    """Twenty people in Sales, four in Labs."""
    rows = [{"spell_start": date(2020, 1, 1), "business_unit": "Sales" if n < 20 else "Labs"} for n in range(24)]
    return spells(rows, observed_from=date(2010, 1, 1))


@pytest.mark.parametrize("name", ["retention_rate", "turnover_rate"])
def test_a_group_below_the_limit_keeps_its_name_and_loses_its_figures(units, name):
    frame = compute(units, name, Scope(DAY, by=("business_unit",)), min_group=5).set_index("business_unit")
    figures = frame.drop(columns="note")
    assert figures.loc["Labs"].isna().all()
    assert frame.loc["Labs", "note"] == "hidden, small group"
    assert figures.loc["Sales"].notna().all()
    assert frame.loc["Sales", "note"] == ""


@pytest.mark.parametrize("limit", [1, 4])
def test_a_group_at_the_limit_is_shown(units, limit):
    frame = compute(units, "retention_rate", Scope(DAY, by=("business_unit",)), min_group=limit)
    assert frame["rate"].notna().all()


def test_nobody_is_not_a_small_group(units):
    frame = compute(units, "retention_rate", Scope(date(2011, 6, 30)), min_group=5)
    assert frame["headcount_start"].tolist() == [0]


def test_a_few_people_with_many_stretches_are_still_a_few(spells):
    days = [date(2025, 1, 1), date(2025, 8, 1), date(2025, 10, 1), date(2026, 1, 1), None]
    rows = [
        {"employee_id": who, "hire_date": days[0], "spell_start": start, "spell_end": end, "job_level": level}
        for who in ("A", "B", "C")
        for level, (start, end) in enumerate(pairwise(days))
    ]
    con = spells([{**row, "end_reason": "change" if row["spell_end"] else "open"} for row in rows], date(2010, 1, 1))
    assert compute(con, "turnover_rate", Scope(DAY), min_group=4)["note"].tolist() == ["hidden, small group"]
    assert compute(con, "turnover_rate", Scope(DAY), min_group=3)["exits"].tolist() == [0]


def test_a_gap_is_hidden_when_either_track_is_small(spells):
    rows = [{"spell_start": date(2020, 1, 1), "track": "manager" if n < 3 else "ic", "job_level": 1} for n in range(40)]
    con = spells(rows, observed_from=date(2010, 1, 1))
    hidden = compute(con, "retention_gap", Scope(DAY), min_group=5)
    assert hidden["measure"].tolist() == ["crude", "same_level", "log_rank"]
    assert hidden["note"].unique().tolist() == ["hidden, small group"]
    assert hidden[["ic", "manager", "gap", "low", "high", "p_value"]].isna().all(axis=None)


def test_months_of_a_curve_with_too_few_people_are_hidden(spells):
    con = spells([{"spell_start": date(2024, 1, 1)}] * 3 + [{"spell_start": date(2026, 1, 1)}] * 9, date(2010, 1, 1))
    curve = compute(con, "retention_curve", Scope(DAY), {"min_at_risk": 1}, min_group=5)
    assert curve.loc[curve["month"] <= 5, "retained"].notna().all()
    assert curve.loc[curve["month"] > 6, "retained"].isna().all()
    assert curve["month"].tolist() == list(range(len(curve)))


def test_a_frame_without_rows_keeps_its_columns_where_hidden_rows_are_left_out() -> None:
    frame = pd.DataFrame({"rate": pd.Series(dtype=float), "note": pd.Series(dtype=object)})
    assert list(shown(frame)) == ["rate", "note"]


def test_only_rows_that_are_hidden_are_left_out() -> None:
    notes = [NONE, HIDDEN, Notes.of(Note(Kind.COUNT_HIDDEN))]
    frame = pd.DataFrame({"unit": ["A", "B", "C"], "note": pd.Series(notes, dtype=object)})
    assert shown(frame)["unit"].tolist() == ["A", "C"]
    assert shown(frame[["unit"]])["unit"].tolist() == ["A", "B", "C"]
