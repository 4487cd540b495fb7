from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from data_loaders import sample
from data_loaders.privacy import grants as granted
from data_loaders.privacy.grants import Grant
from data_loaders.store import load_history
from data_loaders.store.generations import Store
from metrics.disclosure_control import mask_files
from ui.datasource import mask_worker

DAY = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The states that are being worked out, in a company of its own."""
    monkeypatch.setenv("BENCH_DATA", str(tmp_path))
    sample.make_sample(tmp_path, people=50, seed=1, loaded_at=DAY)
    names: list[str] = []
    monkeypatch.setattr(mask_worker, "begin", lambda folder, name: names.append(name))
    return names


def test_whatever_made_the_newest_state_it_is_worked_out_for_those_who_do_not_see_persons(
    begun: list[str], tmp_path: Path
) -> None:
    mask_worker.begin_where_missing()
    assert begun == []
    granted.grant(tmp_path, Grant("boss@example.com", "executive"), by="owner", at=DAY)
    mask_worker.begin_where_missing()
    loaded = str(Store(tmp_path).current())
    load_history.undo(Store(tmp_path), DAY, undone_by="owner")
    mask_worker.begin_where_missing()
    assert begun == [loaded, Store(tmp_path).current()]


def test_what_is_worked_out_already_is_not_begun_again(begun: list[str], tmp_path: Path) -> None:
    granted.grant(tmp_path, Grant("boss@example.com", "executive"), by="owner", at=DAY)
    (tmp_path / "cube").mkdir()
    mask_files.file(tmp_path, str(Store(tmp_path).current())).touch()
    mask_worker.begin_where_missing()
    assert begun == []
