"""A person or a role is found by a part of its name or by its number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import duckdb
import pytest

from ui import searching

Published = Callable[[duckdb.DuckDBPyConnection], tuple[str, str]]


@pytest.fixture
def generation(company: Callable[..., duckdb.DuckDBPyConnection], published: Published) -> tuple[str, str]:
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
    generation: tuple[str, str], text: str, expected: list[str]
) -> None:
    assert [number for (_, number), _ in searching.matching(generation, text)] == expected


def test_a_persons_employment_is_shown_stretch_by_stretch(generation: tuple[str, str]) -> None:
    spells = searching.spells(generation, "0071")
    assert list(spells["end_reason"]) == ["exit_unknown"]
