"""Whichever role looks, and whatever fails on a page over somebody: nothing of them is shown, logged or downloaded."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from company import company, publish
from data_loaders.privacy.grants import ROLES, Grant
from ui.auth import access
from ui.components import downloads, drill_through, filters
from ui.datasource import generation, metric_cache, role_people
from ui.views.explore import search
from ui.web import log_redaction

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 6, 30)
CANARY = ("KX-73519", "Zephyrine Quillfeather", "987654.32", "987654")
VIEWERS = {
    **{role: access.of(Grant(f"{role}@example.com", role)) for role in ROLES},
    "analyst with persons": access.of(Grant("a@example.com", "analyst", persons=None)),
}
PAGES = [(role, page) for role in ROLES for page in sorted(VIEWERS[role].pages)]
# What pages read by besides `data.metric`, and a page on which each is called.
DOORS = [
    (metric_cache, "cursor", "executive", "bench"),
    (metric_cache, "cursor", "hr", "overview"),
    (generation, "days", "hr", "retention"),
    (metric_cache, "mask", "executive", "overview"),
    (generation, "newest_load", "analyst", "overview"),
    (metric_cache, "seen", "analyst with persons", "bench"),
    (metric_cache, "values", "hr", "explore"),
    (drill_through, "rows", "hr", "explore"),
    (role_people, "involved", "hr", "stress"),
    (filters, "scope", "owner", "growth"),
    (search, "matching", "hr", "explore"),
]


def seen(text: str) -> list[str]:
    return [value for value in CANARY if value.lower() in text.lower()]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The canary, who is named for a role, among thirty others."""
    hired = {"hire_date": date(2020, 1, 1), "business_unit": "Research", "job_level": 4, "track": "ic"}
    others = [{"employee_id": f"{n:04d}", "full_name": f"Person {n}", **hired} for n in range(30)]
    canary = {"employee_id": CANARY[0], "full_name": CANARY[1], "base_salary": 987654.32, "currency": "EUR", **hired}
    con = company(
        employees=[canary, *others],
        critical_roles=[{"role_id": "R1", "title": "Head", "business_unit": "Research", "incumbent_id": "0001"}],
        successors=[{"role_id": "R1", "employee_id": CANARY[0], "readiness": "ready_now", "willing": "no"}],
        settings={"observed_from": "2020-01-01"},
        as_of=DAY,
    )
    folder = Path(publish(con, tmp_path_factory.mktemp("canary"))[0])
    con.close()
    return folder


@pytest.fixture
def log(kept: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """What the dashboard logs over that company."""
    monkeypatch.setenv("BENCH_DATA", str(kept))
    before, hooks = logging.getLogRecordFactory(), (sys.excepthook, threading.excepthook)
    log_redaction.without_values()
    caplog.set_level(logging.DEBUG)
    yield caplog
    logging.setLogRecordFactory(before)
    sys.excepthook, threading.excepthook = hooks


def broken(*_: object, **__: object) -> None:
    """Fail as DuckDB does, which quotes what it stumbled over."""
    duckdb.sql(f"select cast('{' '.join(CANARY)}' as integer)").fetchall()


def test_the_fault_quotes_the_canary() -> None:
    with pytest.raises(duckdb.ConversionException) as fault:
        broken()
    assert seen(str(fault.value)) == list(CANARY)


def opened(page: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=30)
    app.session_state["behind"] = True
    app.session_state["sought"] = "Zeph"
    app.run()
    if page != "overview" and not app.exception:
        app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
    return app


def said(app: AppTest) -> str:
    """Everything that is sent for the page."""
    return "\n".join(str(getattr(element, "proto", "")) for element in [*app.main, *app.sidebar])


@pytest.mark.parametrize(("role", "page"), PAGES)
def test_a_page_whose_figures_fail_over_somebody_tells_nothing_of_them(
    log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, role: str, page: str
) -> None:
    monkeypatch.setattr(access, "viewer", lambda: VIEWERS[role])
    monkeypatch.setattr(metric_cache, "metric", broken)
    app = opened(page)
    assert app.title or app.exception
    assert seen(said(app)) == []
    assert seen(log.text) == []


@pytest.mark.parametrize(("module", "name", "role", "page"), DOORS)
def test_whatever_else_fails_over_somebody_tells_nothing_of_them(
    log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, role: str, page: str
) -> None:
    for kept_before in (generation.days, generation.newest_load):  # else an earlier test has read what is to fail
        kept_before.clear()
    monkeypatch.setattr(access, "viewer", lambda: VIEWERS[role])
    monkeypatch.setattr(module, name, broken)
    app = opened(page)
    assert len(app.exception) == 1
    assert "ConversionException at " in log.text
    told = str(app.exception[0].proto) if VIEWERS[role].by_name else said(app)
    assert seen(told + log.text) == []


@pytest.mark.parametrize("role", [role for role in VIEWERS if VIEWERS[role].may("download")])
def test_a_download_that_fails_over_somebody_is_no_file_and_tells_nothing_of_them(
    log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, kept: Path, role: str
) -> None:
    monkeypatch.setattr(access, "still", lambda *_: None)
    before = (kept / "audit.jsonl").read_bytes() if (kept / "audit.jsonl").exists() else b""
    try:
        downloads._handed_over(broken, VIEWERS[role], "download", kept, {"format": downloads.CSV, "metric": "asked"})
    except duckdb.Error:
        logging.getLogger("streamlit").exception("Error executing deferred callable")
    assert "ConversionException at " in log.text
    assert seen(log.text) == []
    assert (kept / "audit.jsonl").read_bytes() == before if before else not (kept / "audit.jsonl").exists()
