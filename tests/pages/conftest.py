"""A company on disk for the pages: ten people, three critical roles, four answered offers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from ui.datasource import loads

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "pages"
DAY = date(2026, 6, 30)


def _person(number: int, **given: object) -> dict[str, object]:
    return {
        "employee_id": f"{number:03d}",
        "full_name": f"Person {number}",
        "hire_date": date(2020, 1, 1),
        "business_unit": "Engineering" if number % 2 else "Sales",
        "job_level": 2 + number % 3,
        "gender": "f" if number % 2 else "m",
        "track": "manager" if number >= 8 else "ic",
        **given,
    }


def _offer(number: int, track: str, outcome: str, reason: str | None = None) -> dict[str, object]:
    day = date(2026, 3, number)
    return {
        "employee_id": f"{number:03d}",
        "offered_on": day,
        "decided_on": day,
        "outcome": outcome,
        "offered_track": track,
        "decline_reason": reason,
    }


@pytest.fixture
def tables() -> dict[str, object]:
    """The rows of the company; a test changes what it is about."""
    leaver = {"termination_date": date(2026, 2, 1), "termination_type": "voluntary"}
    return {
        "employees": [_person(number, **(leaver if number in (2, 9) else {})) for number in range(1, 11)],
        "promotion_offers": [
            _offer(1, "manager", "declined", "people_management"),
            _offer(3, "manager", "accepted"),
            _offer(4, "ic", "accepted"),
            _offer(5, "ic", "accepted"),
        ],
        "critical_roles": [
            {"role_id": "R1", "title": "Head of Platform", "business_unit": "Engineering", "criticality": 1},
            {"role_id": "R2", "title": "Head of Sales", "business_unit": "Sales", "criticality": 2},
            {"role_id": "R3", "title": "Head of Support", "business_unit": "Sales", "criticality": 3},
        ],
        "successors": [
            {"role_id": "R1", "employee_id": "003", "readiness": "ready_now", "willing": "yes"},
            {"role_id": "R2", "employee_id": "003", "readiness": "ready_now", "willing": "yes"},
        ],
        "settings": {"observed_from": "2020-01-01"},
        "as_of": DAY,
    }


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The companies already written, by their rows: pages only read, so that tests may share them."""
    return {"": tmp_path_factory.mktemp("companies")}


@pytest.fixture
def shell(
    tables: dict[str, object],
    company: Callable[..., duckdb.DuckDBPyConnection],
    published: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> AppTest:
    """The dashboard over that company, not yet run."""
    if repr(tables) not in published:
        folder = published[""] / str(len(published))
        _publish(company(**tables), folder)
        published[repr(tables)] = folder
    monkeypatch.setenv("BENCH_DATA", str(published[repr(tables)]))
    return AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=60)


@pytest.fixture
def own(shell: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the company that this test alone may change."""
    copy = tmp_path / "own"
    shutil.copytree(loads.own_company().folder, copy)
    monkeypatch.setenv("BENCH_DATA", str(copy))
    return copy


def _publish(con: duckdb.DuckDBPyConnection, folder: Path, generation: str = "000001") -> None:
    """Write the company where the dashboard finds it."""
    (folder / "generations").mkdir(parents=True, exist_ok=True)
    con.execute("insert into loads values (1, timestamp '2026-07-02 09:30:00', 'hr', null, null)")
    con.execute("insert into load_tables values (1, 'employees', 10, 10, 0, 0, 0)")
    con.execute(f"attach '{folder / 'generations' / generation}.duckdb' as published")
    con.execute("copy from database memory to published")
    con.execute("detach published")
    (folder / "current").write_text(generation)


@pytest.fixture
def opened(shell: AppTest) -> Callable[[str], AppTest]:
    """`opened("bench")`: that page, run."""
    return lambda page: shell.run().switch_page(str(PAGES / f"{page}.py")).run()


@pytest.fixture
def text() -> Callable[[AppTest], str]:
    """`text(app)`: everything the page says, charts and native elements apart."""
    return lambda app: " ".join(str(element.proto.body) for element in app.main.get("html"))


@pytest.fixture
def publish() -> Callable[..., None]:
    """`publish(con, folder, generation)`: write a company where the dashboard finds it."""
    return _publish
