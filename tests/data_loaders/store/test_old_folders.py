"""A data folder of every schema version so far opens for ever, with nothing lost. old_folders/README.md: how made."""

from __future__ import annotations

import tarfile
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from data_loaders.__main__ import main
from data_loaders.database import schema
from data_loaders.edits import company_settings
from data_loaders.maintenance import integrity
from data_loaders.privacy import grants
from data_loaders.store import load_history
from data_loaders.store.generations import Store
from metrics import engine
from metrics.scope import Scope

FOLDERS = Path(__file__).with_name("old_folders")
VERSIONS = range(1, schema.NEWEST + 1)
FIRST_WITH_BACKUP = 2
DAY, YEAR_BEFORE = date(2026, 6, 30), date(2025, 6, 30)
NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)


@pytest.fixture(params=VERSIONS, ids=lambda version: f"version {version}")
def version(request: pytest.FixtureRequest) -> int:
    number: int = request.param
    return number


@pytest.fixture
def folder(version: int, tmp_path: Path) -> Path:
    with tarfile.open(FOLDERS / f"version_{version}.tar.xz") as packed:
        packed.extractall(tmp_path, filter="data")
    return tmp_path / f"version_{version}"


def headcount(con: duckdb.DuckDBPyConnection, day: date) -> int:
    frame = engine.compute(con, "ladder_ceiling", Scope(day))
    return int(frame["people"].sum())


def assert_same_company(con: duckdb.DuckDBPyConnection) -> None:
    """What the exports say, worked out by hand."""
    assert (headcount(con, YEAR_BEFORE), headcount(con, DAY)) == (8, 7)  # 106 left in March 2026
    spans = engine.compute(con, "span_of_control", Scope(DAY)).iloc[0]
    assert (spans["managers"], round(spans["mean"], 3)) == (3, 1.667)  # 2 + 2 + 1: the second roster empties 107's
    offers = engine.compute(con, "promotion_refusals", Scope(DAY)).iloc[0]
    assert (offers["accepted"], offers["declined"]) == (1, 1)
    bench = engine.compute(con, "bench_strength", Scope(DAY)).set_index("step")["covered"]
    assert (bench["named"], bench["ready"], bench["willing"]) == (2, 1, 1)  # R1: 103 and 104 ready; R2: 105 later
    growth = engine.compute(con, "growth_coverage", Scope(DAY))
    grown = growth[(growth["stage"] == "all") & (growth["kind"] == "all")].iloc[0]
    assert (grown["people"], grown["share"]) == (2, 2 / 7)


def test_it_opens_in_the_newest_version_with_the_same_people_and_figures(folder: Path, version: int) -> None:
    store = Store(folder)
    before = duckdb.connect(str(store.path(store.current() or "")), read_only=True)
    assert schema.version(before) == version
    before.close()
    with store.open() as con:
        assert schema.version(con) == schema.NEWEST
        assert_same_company(con)
        assert company_settings.chosen(con)["answer_months"] == 12
        assert [load["load_id"] for load in load_history.history(con)] == [1, 2, 3]
    assert [(grant.who, grant.role) for grant in grants.grants(folder)] == [("boss@example.com", "executive")]


def test_its_check_says_good_before_and_after_the_upgrade(folder: Path) -> None:
    store = Store(folder)
    for _ in range(2):
        assert [finding for finding in integrity.check_folder(store) if finding.problem] == []
        store.open().close()


def test_its_newest_load_can_be_undone(folder: Path) -> None:
    store = Store(folder)
    load_history.undo(store, NOW, undone_by="hr")
    with store.open() as con:
        assert company_settings.chosen(con)["answer_months"] == 24
        assert_same_company(con)


@pytest.mark.parametrize("version", [FIRST_WITH_BACKUP], indirect=True)
def test_a_person_erased_from_it_is_gone_from_its_backups_too_and_they_restore(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    assert main(["erase", "107", "--yes", "--data", str(folder)]) == 0
    assert [finding for finding in integrity.check_folder(Store(folder)) if finding.problem] == []
    with tarfile.open(folder / "backups" / "company.tar") as backup:
        assert [name for name in backup.getnames() if name.endswith(".duckdb")] == ["generations/000004.duckdb"]
    assert main(["restore", str(folder / "backups" / "company.tar"), "--data", str(elsewhere)]) == 0
    for left in (folder, elsewhere):
        with Store(left).open() as con:
            assert (headcount(con, YEAR_BEFORE), headcount(con, DAY)) == (7, 6)


def test_a_backup_of_it_restores(folder: Path, tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "new.tar", tmp_path / "elsewhere"
    assert main(["backup", str(out), "--data", str(folder)]) == 0
    assert main(["restore", str(out), "--data", str(elsewhere)]) == 0
    with Store(elsewhere).open() as con:
        assert_same_company(con)


def test_a_backup_of_its_time_restores(folder: Path, version: int, tmp_path: Path) -> None:
    if version < FIRST_WITH_BACKUP:
        assert not (folder / "backups").exists()  # there were none yet
        return
    elsewhere = tmp_path / "elsewhere"
    assert main(["restore", str(folder / "backups" / "company.tar"), "--data", str(elsewhere)]) == 0
    with Store(elsewhere).open() as con:
        assert schema.version(con) == schema.NEWEST
        assert_same_company(con)
