"""Access: the trail that is shown is the one of the company looked at, and the own one's where that is another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from data_loaders.records import audit_log
from data_loaders.sample import MARK
from ui import company_folders

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def sample(
    tables: dict[str, object],
    company: Callable[..., duckdb.DuckDBPyConnection],
    publish: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AppTest:
    """The page over the made-up company, before anybody has brought data."""
    publish(company(**tables), tmp_path / "sample")
    (tmp_path / "sample" / MARK).touch()
    monkeypatch.delenv("BENCH_DATA", raising=False)
    monkeypatch.setattr(company_folders, "ROOT", tmp_path)
    app = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=60).run()
    return app.switch_page(str(ROOT / "pages" / "access.py"))


def who(app: AppTest) -> list[str]:
    return [name for frame in app.dataframe for name in frame.value["Who"]]


def test_looks_at_the_sample_company_are_on_its_own_trail_and_grants_on_the_own_ones(
    sample: AppTest, tmp_path: Path
) -> None:
    audit_log.note(tmp_path / "sample", who="ana", what="view_persons", at=AT)
    audit_log.note(tmp_path / "company", who="olga", what="grant", at=AT)
    assert "ana" in who(sample.run())
    sample.segmented_control(key="trail_of").set_value(False).run()
    assert who(sample) == ["olga"]


def test_an_own_company_has_one_trail(shell: AppTest, own: Path) -> None:
    audit_log.note(own, who="ana", what="grant", at=AT)
    app = shell.run().switch_page(str(ROOT / "pages" / "access.py")).run()
    assert "ana" in who(app)
    assert not app.segmented_control
