"""The default of a setting stands in one place: whoever reads the setting follows it, and no query has its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from company import company, publish, rows
from data_loaders.database import schema
from data_loaders.database.default_settings import CHOICES
from data_loaders.edits import company_settings
from data_loaders.store.generations import Store
from metrics import __main__ as command_line
from metrics import catalogue, note_wording
from metrics.disclosure_control import mask
from metrics.engine import compute
from metrics.scope import Scope
from metrics.small_groups import HIDDEN

ROOT = Path(__file__).resolve().parents[3]
DAY, SAID_NO = date(2026, 9, 30), date(2025, 3, 31)
QUERIES = sorted([*(ROOT / "metrics").rglob("*.sql"), *(ROOT / "data_loaders").rglob("*.sql")])
DEFAULTS = {name: str(choice.default) for name, choice in CHOICES.items()}


def bench() -> duckdb.DuckDBPyConnection:
    """Two roles: A is ready for R in a year or two; B, ready for S, said no to an offer eighteen months ago."""
    con: duckdb.DuckDBPyConnection = company(
        employees=[{"employee_id": one, "hire_date": date(2018, 1, 1), "track": "ic"} for one in "AB"],
        critical_roles=[{"role_id": "R"}, {"role_id": "S"}],
        successors=[
            {"role_id": "R", "employee_id": "A", "readiness": "ready_1_2_years", "willing": "yes"},
            {"role_id": "S", "employee_id": "B"},
        ],
        promotion_offers=[
            {"employee_id": "B", "offered_on": SAID_NO, "outcome": "declined", "offered_track": "manager"},
        ],
        as_of=DAY,
    )
    return con


def known_unwilling(con: duckdb.DuckDBPyConnection) -> int:
    return int(compute(con, "successor_coverage", Scope(DAY))["ready_unwilling"].sum())


def filled_by_who_is_ready_soon(con: duckdb.DuckDBPyConnection) -> bool:
    roles = compute(con, "vacancy_stress", Scope(DAY), {"rate": "0"}).set_index("role_id")
    return bool(roles.loc["R", "p_unfilled"] == 0)


# By setting: another default, who reads it, and what that says by the default of today and by the other.
USES: dict[str, tuple[int, Callable[[duckdb.DuckDBPyConnection], object], object, object]] = {
    "answer_months": (12, known_unwilling, 1, 0),
    "ready_enough": (2, filled_by_who_is_ready_soon, False, True),
    "min_group": (3, lambda con: mask.build(con, DAY).few, 5, 3),
    "min_group_sensitive": (30, lambda con: mask.build(con, DAY).sensitive, 10, 30),
}


@pytest.mark.parametrize("name", CHOICES)
def test_whoever_reads_a_setting_follows_its_default(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    other, figure, before, after = USES[name]
    assert figure(bench()) == before
    monkeypatch.setitem(CHOICES, name, replace(CHOICES[name], default=other))
    con = bench()
    assert figure(con) == after
    assert company_settings.chosen(con)[name] == other


@pytest.mark.parametrize(("fewest", "hidden"), [(2, False), (3, True)])
def test_the_command_line_hides_by_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fewest: int, hidden: bool
) -> None:
    monkeypatch.setitem(CHOICES, "min_group", replace(CHOICES["min_group"], default=fewest))
    publish(bench(), tmp_path)
    assert command_line.main(["career_preferences", "--data", str(tmp_path)]) == 0
    assert (note_wording.words(HIDDEN) in capsys.readouterr().out) == hidden


def body(query: Path) -> str:
    """A query without its header and comments."""
    return re.sub(r"--.*", "", query.read_text(encoding="utf-8"))


@pytest.mark.parametrize("query", [q for q in QUERIES if "from settings" in body(q)], ids=lambda q: q.stem)
def test_no_query_has_a_default_of_its_own(query: Path) -> None:
    reading = re.findall(r"select((?:(?!\bselect\b)[^;])*?from settings[^;)]*)\)", body(query))
    assert reading
    assert [text for text in reading if re.search(r"\d|coalesce|ifnull", text.removeprefix(" 1 "))] == []


def test_the_words_of_a_definition_name_the_default_that_holds() -> None:
    assert f"within the {DEFAULTS['answer_months']} months up to D" in catalogue.entry("successor_coverage").definition
    rules = (ROOT / "docs" / "small-groups.md").read_text(encoding="utf-8")
    assert f"needs {DEFAULTS['min_group']} people (setting `min_group`)" in rules
    assert f"or {DEFAULTS['min_group_sensitive']} (`min_group_sensitive`)" in rules


def test_every_generation_has_every_setting_from_the_first_on(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.publish(lambda _: None)
    written = dict(rows(store, "select name, value from settings"))
    assert {name: written.get(name) for name in DEFAULTS} == DEFAULTS


@pytest.mark.parametrize(
    ("chosen", "then"),
    [
        ({}, DEFAULTS),
        ({"min_group": "8", "answer_months": "36"}, DEFAULTS | {"min_group": "8", "answer_months": "36"}),
        # Sensitive figures took as many as all others where those took more.
        ({"min_group": "20"}, DEFAULTS | {"min_group": "20", "min_group_sensitive": "20"}),
    ],
)
def test_an_older_folder_gets_its_settings_on_opening_and_keeps_what_was_chosen(
    tmp_path: Path, chosen: dict[str, str], then: dict[str, str]
) -> None:
    con = company(employees=[{"employee_id": "A", "hire_date": date(2018, 1, 1)}])
    con.execute("delete from settings")
    for name, value in {**chosen, "schema_version": "5"}.items():
        schema.set_setting(con, name, value)
    publish(con, tmp_path)
    written = dict(rows(Store(tmp_path), "select name, value from settings"))
    assert {name: written[name] for name in DEFAULTS} == then
    assert written["schema_version"] == str(schema.NEWEST)
