"""Who stands behind a role, who is called what, and what is on record of somebody: by hand, on a handful of people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import duckdb
import pandas as pd
import pytest

from company import company as build
from metrics import catalogue, engine, people_and_roles
from metrics.scope import Scope

DAY = date(2026, 6, 30)
HIRED = {"hire_date": date(2020, 1, 1), "track": "ic"}
QUERIES: dict[str, Callable[[duckdb.DuckDBPyConnection], pd.DataFrame]] = {
    "people_behind_role": lambda cur: people_and_roles.people_behind_role(cur, "R1", DAY),
    "people_on_the_bench": lambda cur: people_and_roles.people_on_the_bench(cur, DAY),
    "newest_units": people_and_roles.newest_units,
    "search": lambda cur: people_and_roles.search(cur, "an", None, 20),
    "employment": lambda cur: people_and_roles.employment(cur, "01"),
    "offers": lambda cur: people_and_roles.offers(cur, "03"),
    "nominations": lambda cur: people_and_roles.nominations(cur, "01"),
    "role": lambda cur: people_and_roles.role(cur, "R1"),
    "correctable_nominations_of_role": lambda cur: people_and_roles.correctable_nominations_of_role(cur, "R1"),
    "correctable_nominations_of_person": lambda cur: people_and_roles.correctable_nominations_of_person(cur, "01"),
    "correctable_offers_of_person": lambda cur: people_and_roles.correctable_offers_of_person(cur, "03"),
}


@pytest.fixture(scope="module")
def cur() -> Iterator[duckdb.DuckDBPyConnection]:
    """Ann, ready for two roles; Bob, who says no; Cy, who was offered one; Dee, who holds one; Eve, who has left."""
    with build(
        employees=[
            {"employee_id": "01", "full_name": "Ann Platt", "business_unit": "Sales", **HIRED},
            {"employee_id": "02", "full_name": "Bob_Ross%", "business_unit": "Care", **HIRED},
            {"employee_id": "03", "business_unit": "Care", **HIRED},
            {"employee_id": "04", "full_name": "Dee Oran", **HIRED},
            {"employee_id": "05", "full_name": "Eve Stan", **HIRED, "termination_date": date(2026, 1, 1)},
        ],
        critical_roles=[
            {"role_id": "R1", "title": "Head of Plans", "business_unit": "Sales", "incumbent_id": "04"},
            {"role_id": "R2", "title": "Head of Care", "business_unit": "Care", "incumbent_id": "04"},
        ],
        successors=[
            {"role_id": "R1", "employee_id": "01", "willing": "yes"},
            {"role_id": "R2", "employee_id": "01", "willing": "yes"},
            {"role_id": "R1", "employee_id": "02", "willing": "no"},
            {"role_id": "R1", "employee_id": "03", "readiness": "ready_1_2_years"},
            {"role_id": "R1", "employee_id": "05", "willing": "yes"},
            {"role_id": "R9", "employee_id": "02", "removed_on": date(2026, 2, 1)},
        ],
        promotion_offers=[
            {"employee_id": "03", "offered_on": date(2026, 5, 1), "outcome": "pending"},
            {"employee_id": "03", "offered_on": date(2026, 3, 1), "outcome": "declined", "offered_track": "manager"},
        ],
        as_of=DAY,
    ) as con:
        yield con


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_says_its_question_its_grain_and_the_columns_it_gives(
    cur: duckdb.DuckDBPyConnection, name: str
) -> None:
    header = catalogue.header(f"people_and_roles/{name}")
    assert header["question"].endswith("?")
    assert header["grain"].startswith("One row")
    frame = QUERIES[name](cur)
    assert list(frame) == [column.name for column in catalogue.columns(f"people_and_roles/{name}")]
    assert not frame.empty


def test_every_query_there_is_has_its_function() -> None:
    assert {path.stem for path in (catalogue.QUERIES / "people_and_roles").glob("*.sql")} == set(QUERIES)


def test_behind_a_role_stand_those_in_service_whom_the_figures_count(cur: duckdb.DuckDBPyConnection) -> None:
    people = people_and_roles.people_behind_role(cur, "R1", DAY)
    assert people["employee_id"].tolist() == ["01", "02", "03"]
    assert people["willing"].tolist() == ["yes", "no", "no"]  # an offer to lead people declined is a no
    assert people["also_ready_for"].tolist() == [1, 0, 0]
    coverage = engine.compute(cur, "successor_coverage", Scope(DAY)).set_index("role_id")
    assert coverage.loc["R1", "named"] == len(people)


def test_whoever_holds_two_roles_is_one_row_with_both_titles(cur: duckdb.DuckDBPyConnection) -> None:
    people = people_and_roles.people_on_the_bench(cur, DAY).set_index("employee_id")
    assert people.index.tolist() == ["01", "02", "04", "03"]  # by name, whoever has none last
    assert people.loc["04", "holds"] == "Head of Care, Head of Plans"
    assert people["named_for"].to_dict() == {"01": 2, "02": 1, "03": 1, "04": 0}
    assert people["could_agree"].to_dict() == {"01": False, "02": True, "03": True, "04": False}
    assert people["could_decline"].to_dict() == {"01": True, "02": False, "03": False, "04": False}
    assert people["could_become_ready"].to_dict() == {"01": False, "02": False, "03": True, "04": False}


def test_everybody_who_was_ever_employed_has_a_newest_unit_or_none(cur: duckdb.DuckDBPyConnection) -> None:
    units = people_and_roles.newest_units(cur).set_index("employee_id")["unit"]
    assert units.dropna().to_dict() == {"01": "Sales", "02": "Care", "03": "Care"}
    assert set(units.index) == {"01", "02", "03", "04", "05"}


@pytest.mark.parametrize(
    ("text", "units", "most", "expected"),
    [
        ("PLA", None, 20, ["01", "R1"]),
        ("an", None, 20, ["01", "04", "05", "R1"]),
        ("an", None, 2, ["01", "04"]),
        ("an", ("Sales",), 20, ["01", "R1"]),
        ("an", (), 20, []),
        ("%", None, 20, ["02"]),
        ("r2", None, 20, ["R2"]),
        ("x' or true --", None, 20, []),
    ],
)
def test_a_search_takes_the_text_as_it_is_and_stays_within_its_units(
    cur: duckdb.DuckDBPyConnection, text: str, units: tuple[str, ...] | None, most: int, expected: list[str]
) -> None:
    assert people_and_roles.search(cur, text, units, most)["number"].tolist() == expected


def test_the_exact_number_is_found_before_whatever_else_holds_it(cur: duckdb.DuckDBPyConnection) -> None:
    assert people_and_roles.search(cur, "R1", None, 20)["number"].tolist()[0] == "R1"


def test_what_is_on_record_of_a_person_comes_in_its_order(cur: duckdb.DuckDBPyConnection) -> None:
    assert people_and_roles.employment(cur, "05")["end_reason"].tolist() == ["exit_unknown"]
    assert people_and_roles.offers(cur, "03")["outcome"].tolist() == ["declined", "pending"]
    assert people_and_roles.nominations(cur, "02")["role_id"].tolist() == ["R1", "R9"]
    assert people_and_roles.role(cur, "R9").empty


def test_what_can_be_corrected_is_named_by_what_hr_calls_it(cur: duckdb.DuckDBPyConnection) -> None:
    of_role = people_and_roles.correctable_nominations_of_role(cur, "R1")
    assert of_role["named"].tolist() == ["03 (03)", "Ann Platt (01)", "Bob_Ross% (02)", "Eve Stan (05)"]
    of_person = people_and_roles.correctable_nominations_of_person(cur, "02")
    assert of_person["named"].tolist() == ["Head of Plans (R1)", "R9 (R9)"]
    assert people_and_roles.correctable_offers_of_person(cur, "03")["named"].tolist() == [
        "O2, 2026-03-01",
        "O1, 2026-05-01",
    ]
