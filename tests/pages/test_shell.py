"""The shell: day and load on every page, which company, and how to begin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from data_loaders import sample
from data_loaders.loading import load
from data_loaders.loading.request import LoadRequest
from data_loaders.store.generations import Store
from ui import company_folders
from ui.datasource import generation

SHELL = str(Path(__file__).resolve().parents[2] / "ui" / "shell.py")
Text = Callable[[AppTest], str]
Publish = Callable[..., None]


def test_every_page_says_its_day_and_its_load(shell: AppTest, text: Text) -> None:
    said = text(shell.run())
    assert "As of <b>30 June 2026</b>" in said
    assert "load 1 of 2 July 2026" in said


def test_only_whoever_goes_on_with_the_state_before_is_told_so(
    shell: AppTest,
    text: Text,
    own: Path,
    tables: dict[str, object],
    company: Callable[..., duckdb.DuckDBPyConnection],
    publish: Publish,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = "What was loaded since is being worked out"
    assert told not in text(shell.run())
    assert told not in text(shell.run())
    publish(company(**{**tables, "critical_roles": tables["critical_roles"][:1]}), own, "000002")
    with monkeypatch.context() as waiting:
        waiting.setattr(generation, "_stays", lambda *_: True)
        said = text(shell.run())
    assert told in said
    assert "of 3 critical roles" in said
    said = text(shell.run())
    assert told not in said
    assert "of 1 critical roles" in said


def test_without_any_data_the_page_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_DATA", str(tmp_path / "none"))
    app = AppTest.from_file(SHELL, default_timeout=60).run()
    assert not app.exception
    assert app.title[0].value == "No data yet"
    assert not app.button


def test_without_any_data_the_sample_company_is_one_click_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BENCH_DATA", raising=False)
    monkeypatch.setattr(company_folders, "ROOT", tmp_path)
    app = AppTest.from_file(SHELL, default_timeout=120).run()
    assert not app.exception
    [opening] = [button for button in app.button if button.label == "Open the sample company"]
    opening.click().run()
    assert not app.exception
    assert app.title[0].value == "How strong is our bench?"


@pytest.fixture
def two_companies(
    tables: dict[str, object],
    company: Callable[..., duckdb.DuckDBPyConnection],
    publish: Publish,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AppTest:
    """The made-up company beside an own one that has a single critical role."""
    publish(company(**tables), tmp_path / "sample")
    (tmp_path / "sample" / sample.MARK).touch()
    publish(company(**{**tables, "critical_roles": tables["critical_roles"][:1]}), tmp_path / "company")
    monkeypatch.delenv("BENCH_DATA", raising=False)
    monkeypatch.setattr(company_folders, "ROOT", tmp_path)
    return AppTest.from_file(SHELL, default_timeout=60)


def test_the_own_company_comes_before_the_sample(two_companies: AppTest, text: Text) -> None:
    said = text(two_companies.run())
    assert "On paper 1 of 1 critical roles has a successor" in said
    assert "sample company" not in said


def test_the_sample_stands_under_a_banner(two_companies: AppTest, text: Text) -> None:
    app = two_companies.run()
    app.button_group(key="company").set_value("sample").run()
    assert "You are looking at the <b>sample company</b>" in text(app)
    assert "On paper 2 of 3 critical roles have a successor" in text(app)


def test_an_open_page_shows_the_next_generation_at_its_next_run(
    tables: dict[str, object],
    company: Callable[..., duckdb.DuckDBPyConnection],
    publish: Publish,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: Text,
) -> None:
    publish(company(**tables), tmp_path)
    monkeypatch.setenv("BENCH_DATA", str(tmp_path))
    app = AppTest.from_file(SHELL, default_timeout=60).run()
    assert "There is no earlier state to compare with yet." in text(app)
    two_ready = [*tables["successors"], {"role_id": "R3", "employee_id": "005", "willing": "yes"}]
    settings = {**tables["settings"], "parent_generation": "000001"}
    publish(company(**{**tables, "successors": two_ready, "settings": settings}), tmp_path, "000002")
    assert "On paper 3 of 3 critical roles have a successor" in text(app.run())
    assert "<b>Head of Support</b>: no one named → one person deep" in text(app)


def test_damaged_data_is_told_and_left_behind_at_a_click(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_DATA", str(tmp_path))
    store = Store(tmp_path)
    roster = tmp_path / "roster_2026-06-30.csv"
    for rows in ("1,2020-01-01\n", "1,2020-01-01\n2,2021-01-01\n"):
        roster.write_text("employee_id,hire_date\n" + rows)
        load.load_files(store, LoadRequest(files=(roster,), loaded_at=datetime(2026, 7, 1, tzinfo=UTC), loaded_by="hr"))
    newest = store.path(str(store.current()))
    newest.write_bytes(newest.read_bytes()[:-4096])
    app = AppTest.from_file(SHELL, default_timeout=60).run()
    assert not app.exception
    assert app.title[0].value == "The data is not as it was written"
    [back] = [button for button in app.button if button.label == "Go back to the newest good state"]
    app = back.click().run()
    assert not app.exception
    assert app.title[0].value == "How strong is our bench?"
    with store.open() as con:
        assert con.execute("select count(*) from employees").fetchall() == [(1,)]
