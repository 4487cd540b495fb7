from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from company import company
from metrics import catalogue
from metrics.disclosure_control import mask_files
from metrics.disclosure_control.mask import Mask, NotMasked, build, choices
from metrics.disclosure_control.masked_metrics import masked
from metrics.figure_notes import Kind, Note, Notes
from metrics.scope import Scope
from metrics.small_groups import HIDDEN

NEWEST = date(2026, 9, 30)
# All since 2019; of A and B every third left in March 2026. B is large enough, and hidden because C is not.
SIZES = {("A", "ic"): 30, ("A", "manager"): 12, ("B", "ic"): 20, ("C", "ic"): 4}


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    people: list[dict[str, Any]] = []
    for (unit, track), count in SIZES.items():
        for number in range(count):
            gone = number % 3 == 0 and unit != "C"
            people.append(
                {
                    "employee_id": f"{unit}{track}{number}",
                    "hire_date": date(2019, 1, 1),
                    "termination_date": date(2026, 3, 1) if gone else None,
                    "termination_type": "voluntary" if gone else None,
                    "business_unit": unit,
                    "track": track,
                    "job_level": 3,
                }
            )
    built: duckdb.DuckDBPyConnection = company(
        employees=people,
        as_of=NEWEST,
        settings={"observed_from": "2020-01-01"},
        critical_roles=[{"role_id": "R1", "incumbent_id": "Aic1"}, {"role_id": "R2"}],
        successors=[{"role_id": "R1", "employee_id": "Aic2", "willing": "no"}],
    )
    return built


@pytest.fixture(scope="module")
def mask(con: duckdb.DuckDBPyConnection) -> Mask:
    return build(con, NEWEST)


def test_a_hidden_row_says_so_and_has_no_figure(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    rows = masked(con, mask, "retention_rate", Scope(NEWEST, by=("business_unit",))).set_index("business_unit")
    assert rows.loc["A", ["headcount_start", "leavers"]].tolist() == [42, 14]
    assert rows.loc["C", "note"] == HIDDEN
    assert rows.loc["C", ["headcount_start", "leavers", "rate", "low", "high"]].isna().all()


def test_the_whole_less_the_shown_does_not_leave_the_hidden_group(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    rows = masked(con, mask, "retention_rate", Scope(NEWEST, by=("business_unit",)))
    assert rows.loc[rows["note"] == HIDDEN, "business_unit"].tolist() == ["B", "C"]


def test_a_filter_shows_no_more_than_the_grouping(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    row = masked(con, mask, "retention_rate", Scope(NEWEST, where=(("business_unit", ("C",)),))).iloc[0]
    assert row["note"] == HIDDEN
    both = masked(con, mask, "retention_rate", Scope(NEWEST, where=(("business_unit", ("A", "B")),))).iloc[0]
    assert both["note"] == HIDDEN  # B alone is hidden, and A alone is shown


@pytest.mark.parametrize(
    ("scope", "options", "words"),
    [
        (Scope(date(2026, 9, 15)), {}, "quarter-ends"),
        (Scope(date(2022, 9, 30)), {}, "quarter-ends"),
        (Scope(NEWEST, months=6), {}, "12 months"),
        (Scope(NEWEST, by=("department",)), {}, "at most 2"),
        (
            Scope(NEWEST, by=("job_level",), where=(("gender", ("f",)), ("location", ("x",)))),
            {},
            "and track beside them",
        ),
        (Scope(NEWEST), {"since": "2026-01-01"}, "leave out since"),
        (Scope(NEWEST), {"min_at_risk": 1}, "leave out min_at_risk"),
    ],
)
def test_what_the_cube_does_not_hold_is_refused(
    con: duckdb.DuckDBPyConnection, mask: Mask, scope: Scope, options: dict[str, object], words: str
) -> None:
    with pytest.raises(NotMasked, match=words):
        masked(con, mask, "retention_curve", scope, options)


def test_two_filters_leave_the_tracks_to_compare_at_the_newest_day(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    where = (("business_unit", ("A",)), ("job_level", ("3",)))
    rows = masked(con, mask, "retention_rate", Scope(NEWEST, by=("track",), where=where)).set_index("track")
    assert rows["headcount_start"].to_dict() == {"ic": 30, "manager": 12}
    before = masked(con, mask, "retention_rate", Scope(date(2026, 6, 30), by=("track",), where=where))
    assert set(before["note"]) == {HIDDEN}


@pytest.mark.parametrize(
    "name", ["what_if", "what_if_roles", "closing_moves", "contested_successors", "refusals_on_bench"]
)
def test_what_speaks_of_single_persons_is_refused(con: duckdb.DuckDBPyConnection, mask: Mask, name: str) -> None:
    with pytest.raises(NotMasked, match="single persons"):
        masked(con, mask, name, Scope(NEWEST))


def test_no_metric_tells_a_name_or_a_row_of_one_person(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    ids = re.compile(r"\b[ABC](ic|manager)\d")
    for name in catalogue.names():
        try:
            rows = masked(con, mask, name, Scope(NEWEST))
        except NotMasked:
            continue
        assert not ids.search(rows.to_csv()), name


def test_the_cover_of_a_role_is_a_word_and_not_who_said_no(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    rows = masked(con, mask, "successor_coverage", Scope(NEWEST))
    assert rows["gap"].tolist() == ["none", "none"]
    assert rows[["named", "ready_unwilling", "incumbent_id"]].isna().all(axis=None)


def test_a_curve_has_whole_percents_and_no_counts(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    rows = masked(con, mask, "retention_curve", Scope(NEWEST))
    assert rows[["at_risk", "leavers"]].isna().all(axis=None)
    assert ((rows["retained"] * 100 - (rows["retained"] * 100).round()).abs() < 1e-9).all()


def test_a_trend_has_quarter_ends_only(con: duckdb.DuckDBPyConnection, mask: Mask) -> None:
    rows = masked(con, mask, "retention_rate", Scope(NEWEST), trend=3)
    assert rows["as_of"].tolist() == [date(2026, 3, 31), date(2026, 6, 30), NEWEST]


def test_the_filter_bar_offers_only_groups_with_figures(mask: Mask) -> None:
    assert choices(mask, "business_unit") == ["A"]
    assert choices(mask, "gender", (("business_unit", "A"), ("track", "ic"))) == []


def test_the_days_are_the_last_twelve_quarter_ends(mask: Mask) -> None:
    assert (len(mask.days), mask.days[0], mask.days[1], mask.days[-1]) == (
        12,
        NEWEST,
        date(2026, 6, 30),
        date(2023, 12, 31),
    )


def test_a_saved_mask_comes_back_the_same_and_is_readable_by_its_owner_only(mask: Mask, tmp_path: Path) -> None:
    file = mask_files.file(tmp_path, "000001")
    mask_files.save(mask, file)
    assert mask_files.load(file) == mask
    assert file.stat().st_mode & 0o077 == 0
    assert [*file.parent.iterdir()] == [file]


def test_what_follows_an_answer_is_shown_by_the_track_that_was_offered_and_by_nothing_else(
    con: duckdb.DuckDBPyConnection, mask: Mask
) -> None:
    for track in ("manager", "ic"):
        masked(con, mask, "after_the_answer", Scope(NEWEST, where=(("offered_track", (track,)),)))
    for where in ((("gender", ("f",)),), (("offered_track", ("manager",)), ("gender", ("f",)))):
        with pytest.raises(NotMasked, match="whole company"):
            masked(con, mask, "after_the_answer", Scope(NEWEST, where=where))


def test_how_high_a_ladder_reaches_is_shown_without_the_few_at_its_top() -> None:
    people = [
        {"employee_id": f"{track}{number}", "hire_date": date(2019, 1, 1), "business_unit": "A", "track": track,
         "job_level": level}
        for track, top in (("ic", 4), ("manager", 20))
        for number in range(40)
        for level in [6 if number < top else 3]
    ]  # fmt: skip
    con = company(employees=people, as_of=NEWEST, settings={"observed_from": "2020-01-01"})
    rows = masked(con, build(con, NEWEST, ["people"]), "ladder_ceiling", Scope(NEWEST)).set_index("track")
    assert rows["ceiling"].to_dict() == {"ic": 6, "manager": 6}
    assert rows.loc["manager", "at_ceiling"] == 20
    assert pd.isna(rows.loc["ic", "at_ceiling"])
    assert rows.loc["ic", "note"] == Notes.of(Note(Kind.COUNT_HIDDEN))


def test_how_one_role_came_by_its_cover_is_not_told_where_many_are_named_for_it() -> None:
    roles = [f"{unit}{number}" for unit, count in (("A", 1), ("B", 6), ("C", 6), ("D", 5)) for number in range(count)]
    named = [(f"{role}p{at}", role) for role in roles for at in range(12)]
    con = company(
        employees=[
            {"employee_id": who, "hire_date": date(2019, 1, 1), "business_unit": role[0], "track": "ic", "job_level": 3}
            for who, role in named
        ],
        as_of=NEWEST,
        critical_roles=[{"role_id": role, "business_unit": role[0]} for role in roles],
        successors=[
            {"role_id": role, "employee_id": who, "readiness": "ready_now", "willing": "no"} for who, role in named
        ],
    )
    mask = build(con, NEWEST, ["nominations", "roles"])
    where = Scope(NEWEST, by=("business_unit",))
    strength = masked(con, mask, "bench_strength", where)
    assert masked(con, mask, "asked", where).set_index("business_unit").loc["A", "successors"] == 12
    assert strength.loc[strength["business_unit"] == "A", "covered"].isna().all()
    assert strength.loc[strength["business_unit"] == "B", "covered"].notna().all()
