"""A person or a role is found by a part of its name or by its number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from company import publish
from data_loaders.privacy.grants import Grant
from data_loaders.records import audit_log
from ui.auth import access, audit
from ui.datasource.generation import GenerationRef
from ui.views.explore import search

DAY = date(2026, 6, 30)
Published = Callable[[duckdb.DuckDBPyConnection], GenerationRef]


@pytest.fixture
def generation(company: Callable[..., duckdb.DuckDBPyConnection], published: Published) -> GenerationRef:
    hired = {"hire_date": date(2020, 1, 1), "track": "ic"}
    con = company(
        employees=[
            {"employee_id": "007", "full_name": "Ann Platt", **hired},
            {"employee_id": "0071", "full_name": "Bob_Ross%", **hired, "termination_date": date(2021, 1, 1)},
        ],
        critical_roles=[{"role_id": "R7", "title": "Head of Platforms"}],
        as_of=date(2026, 6, 30),
    )
    return published(con)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plat", ["007", "R7"]),
        ("007", ["007", "0071"]),
        ("r7", ["R7"]),
        ("%", ["0071"]),
        ("b_r", ["0071"]),
        ("nobody", []),
    ],
)
def test_the_text_is_taken_as_it_is_and_the_exact_number_comes_first(
    generation: GenerationRef, text: str, expected: list[str]
) -> None:
    assert [number for (_, number), _ in search.matching(generation, text)] == expected


def test_a_persons_employment_is_shown_stretch_by_stretch(generation: GenerationRef) -> None:
    spells = search.spells(generation, "0071")
    assert list(spells["end_reason"]) == ["exit_unknown"]


def test_the_holder_of_a_role_stays_unnamed_where_they_are_out_of_sight_and_the_look_is_on_the_trail(
    company: Callable[..., duckdb.DuckDBPyConnection], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hired = {"hire_date": date(2020, 1, 1), "track": "ic"}
    where = publish(
        company(
            employees=[
                {"employee_id": "4711", "full_name": "Holder Elsewhere", "business_unit": "Care", **hired},
                {"employee_id": "4712", "full_name": "Named Here", "business_unit": "Sales", **hired},
            ],
            critical_roles=[{"role_id": "R7", "title": "Head", "business_unit": "Sales", "incumbent_id": "4711"}],
            successors=[{"role_id": "R7", "employee_id": "4712", "readiness": "ready_now", "willing": "yes"}],
            as_of=DAY,
        ),
        tmp_path,
    )
    monkeypatch.setenv("BENCH_DATA", where[0])
    monkeypatch.setattr(access, "viewer", lambda: access.of(Grant("hr@example.com", "hr", units=("Sales",))))
    app = AppTest.from_function(_the_role, default_timeout=30).run()
    said = " ".join(str(element.proto.body) for element in app.get("html"))
    assert not app.exception
    assert "4712" in said
    assert "4711" not in said
    [entry] = audit_log.entries(tmp_path)
    assert (entry.who, entry.what, entry.details["count"]) == ("hr@example.com", "view_persons", 1)


def _the_role() -> None:
    from datetime import date

    from ui.views.explore import search

    search.role("R7", date(2026, 6, 30))


@pytest.mark.parametrize(
    ("frame", "count"),
    [
        ({"role_id": ["R1"], "note": [""]}, None),
        ({"incumbent_id": ["4711", "", None]}, 1),
        ({"employee_id": ["", None], "said_no_ids": ["4711; 4712", ""]}, 1),
        ({"incumbent_id": ["", ""]}, None),
    ],
)
def test_a_table_that_names_persons_is_a_look_at_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frame: dict[str, list[object]], count: int | None
) -> None:
    monkeypatch.setenv("BENCH_DATA", str(tmp_path))
    monkeypatch.setattr(st, "session_state", {})
    for _ in range(2):
        audit.saw_in(pd.DataFrame(frame), "successor_coverage")
    assert [entry.details["count"] for entry in audit_log.entries(tmp_path)] == ([count] if count else [])
