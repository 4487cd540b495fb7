from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from metrics import catalogue
from metrics.engine import compute, first_leaver_day
from metrics.errors import UnknownGroup, UnknownMetric, UnknownOption
from metrics.scope import Scope

DAY = date(2026, 6, 30)
LONG_AGO = date(2010, 1, 1)


@pytest.fixture
def four(spells):
    """Four people since 2020, of whom one left in 2026; leavers are known since 2010."""
    return spells(
        [
            {"spell_start": date(2020, 1, 1), "business_unit": "Sales", "job_level": 2},
            {"spell_start": date(2020, 1, 1), "business_unit": "Sales", "track": "manager", "job_level": 3},
            {"spell_start": date(2020, 1, 1), "business_unit": None},
            {
                "spell_start": date(2020, 1, 1),
                "spell_end": date(2026, 2, 1),
                "end_reason": "exit_voluntary",
                "business_unit": "Labs",
                "job_level": 2,
            },
        ],
        observed_from=LONG_AGO,
    )


def test_columns_are_the_groups_then_the_dictionarys_then_the_note(four):
    frame = compute(four, "retention_rate", Scope(DAY, by=("track", "job_level")))
    assert list(frame) == ["track", "job_level", "headcount_start", "leavers", "rate", "low", "high", "note"]


def test_without_a_grouping_there_is_one_row_even_for_nobody(four):
    frame = compute(four, "retention_rate", Scope(date(2011, 6, 30)))
    assert frame["headcount_start"].tolist() == [0]
    assert frame[["rate", "low", "high"]].isna().all(axis=None)


def test_what_is_missing_is_a_group_of_its_own(four):
    frame = compute(four, "retention_rate", Scope(DAY, by=("business_unit",)))
    assert dict(zip(frame["business_unit"], frame["headcount_start"], strict=True)) == {
        "Labs": 1,
        "Sales": 2,
        "unknown": 1,
    }
    levels = compute(four, "retention_rate", Scope(DAY, by=("job_level",)))
    assert levels["job_level"].tolist() == [2, 3, pd.NA]
    assert levels["headcount_start"].tolist() == [2, 1, 1]


def test_filters_narrow_to_the_values_named(four):
    where = (("business_unit", ("Sales", "unknown")), ("track", ("ic",)))
    assert compute(four, "retention_rate", Scope(DAY, where=where))["headcount_start"].tolist() == [2]


def test_counts_stay_whole_numbers_beside_empty_cells(four):
    frame = compute(four, "retention_rate", Scope(DAY))
    assert str(frame["headcount_start"].dtype) == "Int64"
    assert str(frame["rate"].dtype) == "float64"


@pytest.mark.parametrize(
    ("name", "scope", "options", "error"),
    [
        ("nothing", Scope(DAY), {}, UnknownMetric),
        ("retention_rate", Scope(DAY, by=("criticality",)), {}, UnknownGroup),
        ("retention_rate", Scope(DAY, by=("full_name",)), {}, UnknownGroup),
        ("retention_rate", Scope(DAY, by=("track", "track")), {}, UnknownGroup),
        ("retention_gap", Scope(DAY, by=("track",)), {}, UnknownGroup),
        ("retention_rate", Scope(DAY, where=(("full_name", ("x",)),)), {}, UnknownGroup),
        ("retention_rate", Scope(DAY), {"exit": "all"}, UnknownOption),
        ("retention_rate", Scope(DAY), {"exits": "some"}, UnknownOption),
        ("retention_curve", Scope(DAY), {"since": "soon"}, UnknownOption),
    ],
)
def test_what_a_metric_does_not_have_is_refused(four, name, scope, options, error):
    with pytest.raises(error):
        compute(four, name, scope, options)


def test_a_trend_repeats_the_metric_at_the_last_month_ends(four):
    trend = compute(four, "retention_rate", Scope(date(2026, 3, 15), by=("track",)), trend=3)
    assert trend.columns[0] == "as_of"
    assert trend["as_of"].tolist() == [
        d for d in (date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)) for _ in "im"
    ]
    assert trend.loc[trend["track"] == "ic", "leavers"].tolist() == [0, 0, 1]


def test_the_day_itself_ends_a_trend_when_it_is_a_month_end(four):
    assert compute(four, "retention_rate", Scope(DAY), trend=2)["as_of"].tolist() == [date(2026, 5, 31), DAY]


@pytest.mark.parametrize(
    ("known_from", "shown"),
    [(date(2025, 6, 30), True), (date(2025, 7, 1), True), (date(2025, 7, 2), False)],
)
def test_a_window_that_opens_before_leavers_are_known_gives_no_figure(spells, known_from, shown):
    # the window opens at the end of 30 June 2025, so that 1 July is the first day on which somebody can leave in it
    con = spells([{"spell_start": date(2020, 1, 1)}], observed_from=known_from)
    frame = compute(con, "retention_rate", Scope(DAY))
    assert frame["rate"].notna().tolist() == [shown]
    assert frame["headcount_start"].notna().tolist() == [shown]
    assert ("before leavers are known" in frame["note"][0]) != shown


@pytest.mark.parametrize("name", [name for name in catalogue.names() if catalogue.entry(name).needs == "leavers"])
@pytest.mark.parametrize(("known_from", "shown"), [(date(2025, 7, 1), True), (date(2025, 7, 2), False)])
def test_no_metric_of_leavers_asks_more_than_that_they_are_known_from_the_day_after_the_window_opens(
    spells, name, known_from, shown
):
    con = spells([{"spell_start": date(2020, 1, 1)}], observed_from=known_from)
    notes = compute(con, name, Scope(DAY))["note"].str
    assert notes.contains("the window opens on 2025-06-30, before leavers are known").any() != shown


def test_leavers_are_known_from_the_earliest_exit_unless_hr_says_so(spells):
    gone = [
        {"spell_start": date(2020, 1, 1), "spell_end": day, "end_reason": reason}
        for day, reason in [
            (date(2022, 5, 1), "change"),
            (date(2023, 4, 1), "exit_other"),
            (date(2024, 1, 1), "exit_unknown"),
        ]
    ]
    assert first_leaver_day(spells(gone)) == date(2023, 4, 1)
    assert first_leaver_day(spells(gone, observed_from=date(2021, 1, 1))) == date(2021, 1, 1)
    assert first_leaver_day(spells(gone[:1])) is None


@pytest.mark.parametrize("name", ["retention_rate", "turnover_rate", "retention_curve", "retention_gap"])
def test_without_any_known_leaver_there_is_no_figure_and_the_note_says_why(spells, name):
    frame = compute(spells([{"spell_start": date(2020, 1, 1)}] * 20), name, Scope(DAY))
    figures = [c for c in frame.columns if c not in {"measure", "month", "note"}]
    assert frame[figures].isna().all(axis=None)
    assert frame["note"].str.contains("no leaver is known").all()


def test_a_figure_by_track_says_how_much_of_it_is_assumed_or_derived(spells):
    con = spells(
        [{"spell_start": date(2020, 1, 1), "assumed": n < 3, "track_derived": n < 5} for n in range(20)],
        observed_from=LONG_AGO,
    )
    by_track = compute(con, "retention_rate", Scope(DAY, by=("track",)))
    assert by_track["note"].tolist() == ["assumed history (3 of 20); derived track (5 of 20)"]
    assert compute(con, "retention_rate", Scope(DAY, by=("business_unit",)))["note"].tolist() == [
        "assumed history (3 of 20)"
    ]
    assert compute(con, "retention_rate", Scope(DAY))["note"].tolist() == [""]


def test_fewer_than_ten_people_are_noted(four):
    assert compute(four, "retention_rate", Scope(DAY))["note"].tolist() == ["fewer than 10 people"]
