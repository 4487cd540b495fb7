from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import pytest

from metrics.engine import compute
from metrics.scope import Scope

D = date(2026, 9, 30)
Company = Callable[..., duckdb.DuckDBPyConnection]


def people(count: int, name: str, level: int | None, gender: str | None, **fields: Any) -> list[dict[str, Any]]:
    row = {"hire_date": date(2018, 1, 1), "job_level": level, "gender": gender, **fields}
    return [{"employee_id": f"{name}{number}", **row} for number in range(count)]


def named(*ids: str, role: str = "R1", **fields: Any) -> list[dict[str, Any]]:
    return [{"role_id": role, "employee_id": person, **fields} for person in ids]


def diversity(con: duckdb.DuckDBPyConnection, by: tuple[str, ...] = ("gender",), **options: Any) -> pd.DataFrame:
    return compute(con, "bench_diversity", Scope(D, by=by), options)


# Level 5: 2 women of 8; level 6: 1 woman of 2; level 1, where nobody is named: women only.
STAFF = [
    *people(2, "f5-", 5, "f"),
    *people(6, "m5-", 5, "m"),
    *people(1, "f6-", 6, "f"),
    *people(1, "m6-", 6, "m"),
    *people(9, "f1-", 1, "f"),
]
ROLES = [{"role_id": "R1"}, {"role_id": "R2"}]


def test_the_bench_is_held_against_the_people_on_the_same_levels(company: Company) -> None:
    con = company(
        employees=STAFF,
        critical_roles=ROLES,
        successors=[*named("m5-0", "m5-1", "f5-0", "m6-0"), *named("m5-0", "m5-1", role="R2")],
    )
    frame = diversity(con)
    assert frame[["gender", "successors", "share", "workforce"]].to_numpy().tolist() == [
        ["f", 1, 0.25, 3],
        ["m", 3, 0.75, 7],
    ]
    # three of the four successors are on level 5, one on level 6
    women = 3 / 4 * 2 / 8 + 1 / 4 * 1 / 2
    assert frame["workforce_share"].tolist() == pytest.approx([women, 1 - women])
    assert frame["gap"].tolist() == pytest.approx([0.25 - women, women - 0.25])
    assert (frame["low"][0], frame["high"][0]) == (pytest.approx(0.0456, abs=1e-4), pytest.approx(0.6994, abs=1e-4))
    whole = diversity(con, by=()).iloc[0]
    assert (whole.successors, whole.share, whole.workforce, whole.workforce_share, whole.gap) == (4, 1, 10, 1, 0)


def test_people_ready_now_can_be_looked_at_alone(company: Company) -> None:
    con = company(
        employees=STAFF,
        critical_roles=ROLES,
        successors=[
            *named("m5-0", "f5-0", readiness="ready_1_2_years"),
            *named("m5-0", role="R2"),
        ],
    )
    assert diversity(con)["successors"].tolist() == [1, 1]
    assert diversity(con, readiness="ready_now")["successors"].tolist() == [0, 1]


def test_only_live_nominations_make_a_successor(company: Company) -> None:
    con = company(
        employees=[*STAFF, *people(1, "gone", 5, "m", termination_date=D)],
        critical_roles=[{"role_id": "R1", "incumbent_id": "m6-0"}],
        successors=[
            *named("f5-0", removed_on=D),
            *named("f5-1", nominated_on=date(2026, 10, 1)),
            *named("m6-0", "gone0", "nobody knows", "m5-0"),
        ],
    )
    assert diversity(con)[["gender", "successors"]].to_numpy().tolist() == [["f", 0], ["m", 1]]


def test_people_without_a_level_are_a_level_and_without_a_gender_a_group(company: Company) -> None:
    con = company(
        employees=[*people(1, "a", None, None), *people(3, "b", None, "f"), *people(5, "c", 5, "m")],
        critical_roles=ROLES,
        successors=named("a0"),
    )
    frame = diversity(con).set_index("gender")
    assert frame["successors"].to_dict() == {"f": 0, "unknown": 1}
    assert frame["workforce_share"].to_dict() == {"f": 0.75, "unknown": 0.25}


def test_filters_narrow_the_bench_and_the_workforce_alike(company: Company) -> None:
    sales = [{**row, "business_unit": "Sales"} for row in STAFF]
    labs = [
        {**row, "employee_id": f"L{row['employee_id']}", "business_unit": "Labs"} for row in people(20, "x", 5, "f")
    ]
    named_there = named("m5-0", "f5-0")
    alone = company(employees=sales, critical_roles=ROLES, successors=named_there)
    among = company(employees=[*labs, *sales], critical_roles=ROLES, successors=[*named("Lx1", "Lx2"), *named_there])
    scope = Scope(D, by=("gender",), where=(("business_unit", ("Sales",)),))
    pd.testing.assert_frame_equal(diversity(alone), compute(among, "bench_diversity", scope))


def test_without_successors_there_is_nothing_to_compare(company: Company) -> None:
    con = company(employees=STAFF, critical_roles=ROLES)
    assert diversity(con).empty
    whole = diversity(con, by=()).iloc[0]
    assert whole.successors == 0
    assert whole[["share", "low", "high", "workforce_share", "gap"]].isna().all()
