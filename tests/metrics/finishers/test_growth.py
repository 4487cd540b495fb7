from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import duckdb
import pandas as pd
import pytest

from metrics.engine import compute
from metrics.finishers.growth import KINDS
from metrics.scope import Scope

D = date(2026, 9, 30)
O = date(2025, 9, 30)  # noqa: E741
B = date(2024, 9, 30)
Company = Callable[..., duckdb.DuckDBPyConnection]
KNOWN = {"observed_from": "2010-01-01"}


def people(*ids: str, **fields: Any) -> list[dict[str, Any]]:
    return [{"employee_id": person, "hire_date": date(2018, 1, 1), **fields} for person in ids]


def did(person: str, kind: str, day: date) -> dict[str, Any]:
    return {"employee_id": person, "kind": kind, "occurred_on": day}


def coverage(con: duckdb.DuckDBPyConnection, by: tuple[str, ...] = (), **scope: Any) -> pd.DataFrame:
    return compute(con, "growth_coverage", Scope(D, by=by, **scope))


def counted(frame: pd.DataFrame) -> dict[tuple[str, str], int]:
    """The people by stage and kind, where there are any."""
    rows = zip(frame["stage"], frame["kind"], frame["people"], strict=True)
    return {(stage, kind): int(number) for stage, kind, number in rows if number}


def test_each_person_counts_once_in_a_kind_a_stage_and_the_whole(company: Company) -> None:
    day = date(2026, 3, 1)
    con = company(
        employees=people(*"ABCDEFGH"),
        growth_activities=[
            did("A", "skill", day),
            did("A", "skill", day + timedelta(9)),
            did("A", "strength", day),
            did("A", "recognition", day),
            did("B", "skill", day),
            did("C", "lateral_move", day),
            did("E", "leadership_training", day),
            did("nobody knows", "skill", day),
        ],
    )
    frame = coverage(con)
    assert counted(frame) == {
        ("Seed", "strength"): 1,
        ("Seed", "skill"): 2,
        ("Seed", "all"): 2,
        ("Root", "recognition"): 1,
        ("Root", "all"): 1,
        ("Grow", "lateral_move"): 1,
        ("Grow", "all"): 1,
        ("all", "all"): 3,
    }
    assert len(frame) == len(KINDS) + 3 + 1
    seed = frame.set_index(["stage", "kind"]).loc[("Seed", "all")]
    assert seed.share == 0.25
    assert (seed.low, seed.high) == (pytest.approx(0.0715, abs=1e-4), pytest.approx(0.5907, abs=1e-4))  # Wilson, 2 of 8


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_counts_in_its_own_stage_only(company: Company, kind: str) -> None:
    stages = {
        "Seed": {"career_goal", "strength", "skill"},
        "Root": {"mentoring_given", "mentoring_received", "recognition"},
        "Grow": {"cross_functional_project", "project_lead", "innovation", "lateral_move"},
    }
    stage = next(name for name, kinds in stages.items() if kind in kinds)
    frame = coverage(company(employees=people("A"), growth_activities=[did("A", kind, D)]))
    assert counted(frame) == {(stage, kind): 1, (stage, "all"): 1, ("all", "all"): 1}


@pytest.mark.parametrize(
    ("day", "counts"), [(O, False), (O + timedelta(1), True), (D, True), (D + timedelta(1), False)]
)
def test_the_window_is_open_at_its_start_and_closed_at_its_end(company: Company, day: date, counts: bool) -> None:
    con = company(employees=people("A", "B"), growth_activities=[did("A", "skill", day), did("gone", "skill", O)])
    assert (("all", "all") in counted(coverage(con))) == counts


def test_only_people_in_service_on_the_day_count_in_their_group_of_that_day(company: Company) -> None:
    day = date(2026, 3, 1)
    con = company(
        employees=[
            *people("A", "B", business_unit="Sales"),
            *people("C", business_unit="Labs"),
            *people("gone", business_unit="Labs", termination_date=D),
        ],
        growth_activities=[did(person, "skill", day) for person in ("A", "C", "gone")],
    )
    frame = coverage(con, by=("business_unit",)).query("stage == 'all'")
    assert frame[["business_unit", "people", "share"]].to_numpy().tolist() == [["Labs", 1, 1.0], ["Sales", 1, 0.5]]
    only = coverage(con, where=(("business_unit", ("Sales",)),))
    assert counted(only)[("all", "all")] == 1


def test_where_nothing_is_on_record_nobody_knows_who_grows(company: Company) -> None:
    con = company(employees=people("A", "B"), growth_activities=[did("A", "skill", D + timedelta(1))])
    frame = coverage(con)
    assert frame[["people", "share", "low", "high"]].isna().all(axis=None)
    assert frame["note"][0].startswith("no figure: no growth activity is on record by then")


def test_records_that_begin_within_the_window_are_noted(company: Company) -> None:
    con = company(employees=people(*map(str, range(10))), growth_activities=[did("1", "skill", date(2026, 1, 1))])
    assert set(coverage(con)["note"]) == {"activities are on record only from 2026-01-01"}
    con.execute("insert into growth_activities values ('x', '2020-01-01', 'recognition', null, 1)")
    assert set(coverage(con)["note"]) == {""}


def stayed(con: duckdb.DuckDBPyConnection, by: tuple[str, ...] = (), **scope: Any) -> pd.DataFrame:
    return compute(con, "growth_and_retention", Scope(D, by=by, **scope))


def test_activity_comes_before_the_clock_starts(company: Company) -> None:
    con = company(
        employees=[
            *people("A", "B", "C", "E"),
            *people("F", "G", termination_date=date(2026, 2, 1)),
            *people("early", termination_date=O),
        ],
        growth_activities=[
            did("A", "skill", O),
            did("B", "skill", B + timedelta(1)),
            did("C", "skill", O + timedelta(1)),  # after the clock has started
            did("E", "skill", B),  # too long ago
            did("F", "recognition", date(2025, 5, 1)),
            did("early", "skill", date(2025, 5, 1)),
        ],
        settings=KNOWN,
    )
    frame = stayed(con).set_index(["stage", "active"])
    assert frame[["people", "retained"]].to_numpy().tolist() == [
        [2, 2],
        [4, 2],
        [1, 0],
        [5, 4],
        [0, 0],
        [6, 4],
        [3, 2],
        [3, 2],
    ]
    assert frame.index.tolist() == [
        (stage, active) for stage in ("Seed", "Root", "Grow", "all") for active in ("yes", "no")
    ]
    assert frame.loc[("Seed", "no"), "rate"] == 0.5
    assert frame.loc[("Grow", "yes"), ["rate", "low", "high"]].isna().all()  # nobody
    assert frame.loc[("Seed", "yes"), "low"] == pytest.approx(0.3424, abs=1e-4)  # Wilson, 2 of 2


def test_active_and_inactive_people_make_up_the_cohort_of_the_retention_rate(company: Company) -> None:
    con = company(
        employees=[
            *people(*(f"S{n}" for n in range(20)), business_unit="Sales"),
            *people(*(f"L{n}" for n in range(9)), business_unit="Labs"),
            *people(*(f"X{n}" for n in range(5)), business_unit="Labs", termination_date=date(2026, 4, 1)),
        ],
        growth_activities=[did(f"{unit}{n}", KINDS[n], date(2025, 1, 1)) for unit in "SLX" for n in range(4)],
        settings=KNOWN,
    )
    whole = compute(con, "retention_rate", Scope(D, by=("business_unit",))).set_index("business_unit")
    parts = stayed(con, by=("business_unit",)).groupby(["business_unit", "stage"])[["people", "retained"]].sum()
    for (unit, _), row in parts.iterrows():
        assert row["people"] == whole.loc[unit, "headcount_start"]
        assert row["retained"] == whole.loc[unit, "headcount_start"] - whole.loc[unit, "leavers"]


def test_the_groups_are_those_held_when_the_clock_starts(company: Company) -> None:
    con = company(
        employees=people("A", job_level=5),
        job_history=[
            {"employee_id": "A", "effective_date": date(2018, 1, 1), "job_level": 4},
            {"employee_id": "A", "effective_date": O + timedelta(1), "job_level": 5, "action": "promotion"},
        ],
        growth_activities=[did("A", "skill", date(2025, 1, 1))],
        settings=KNOWN,
    )
    assert stayed(con, by=("job_level",))["job_level"].unique().tolist() == [4]


def test_without_records_from_before_the_clock_started_there_is_no_figure(company: Company) -> None:
    con = company(employees=people("A"), growth_activities=[did("A", "skill", O + timedelta(1))], settings=KNOWN)
    frame = stayed(con)
    assert frame[["people", "retained", "rate"]].isna().all(axis=None)
    con.execute("insert into growth_activities values ('A', '2025-03-01', 'skill', null, 1)")
    assert "activities are on record only from 2025-03-01" in stayed(con)["note"][0]


def test_a_window_before_leavers_are_known_gives_no_figure(company: Company) -> None:
    con = company(
        employees=people("A"),
        growth_activities=[did("A", "skill", date(2025, 1, 1))],
        settings={"observed_from": "2026-01-01"},
    )
    frame = stayed(con)
    assert frame["rate"].isna().all()
    assert frame["note"].str.contains("before leavers are known").all()


def test_neither_the_order_of_rows_nor_spells_in_which_nothing_changes_matter(company: Company) -> None:
    rows, acts = (
        people(*(f"P{n}" for n in range(12))),
        [did(f"P{n}", KINDS[n % 10], date(2025, 2, 1)) for n in range(7)],
    )
    one = company(employees=rows, growth_activities=acts, settings=KNOWN)
    other = company(employees=rows[::-1], growth_activities=acts[::-1], settings=KNOWN)
    other.execute("update employment_spells set spell_end = '2022-01-01', end_reason = 'change'")
    other.execute(
        "insert into employment_spells "
        "select * replace (spell_end as spell_start, null as spell_end, 'open' as end_reason) "
        "from employment_spells"
    )
    for metric in ("growth_coverage", "growth_and_retention"):
        pd.testing.assert_frame_equal(*(compute(con, metric, Scope(D, months=24)) for con in (one, other)))


def test_a_company_without_levels_has_one_group_of_them(company: Company) -> None:
    con = company(employees=people("A"), growth_activities=[did("A", "skill", date(2026, 1, 1))], settings=KNOWN)
    for metric in ("growth_coverage", "growth_and_retention"):
        assert compute(con, metric, Scope(D, by=("job_level",)))["job_level"].isna().all()
