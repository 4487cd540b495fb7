"""What a query on a generation cannot do, whoever wrote it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data_loaders.database import connection
from data_loaders.store.generations import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "company")
    made.publish(lambda con: con.execute("insert into growth_activities values ('1', '2026-01-01', 'skill', null, 1)"))
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    return made


@pytest.fixture
def reader(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    con = store.open()
    yield con
    con.close()


@pytest.mark.parametrize(
    "query",
    [
        "from read_csv('{outside}/secret.csv')",
        "from '{outside}/secret.csv'",
        "from read_text('{outside}/secret.csv')",
        "from glob('{outside}/*')",
        "attach '{outside}/other.duckdb' as other (read_only)",
        "attach '{outside}/new.duckdb' as new",
        "copy growth_activities to '{outside}/out.csv'",
        "export database '{outside}/out'",
        "install httpfs",
        "load '{outside}/x.duckdb_extension'",
        "from 'https://example.com/x.csv'",
        "set enable_external_access = true",
        "set threads = 1",
        "reset memory_limit",
        "set lock_configuration = false",
        "set temp_directory = '{outside}'",
        "set allowed_directories = ['/']",
        "pragma enable_profiling = 'json'",
        "create persistent secret s (type s3)",
        "insert into growth_activities values ('2', '2026-01-01', 'skill', null, 1)",
    ],
)
def test_a_reader_reaches_nothing_beside_its_generation(
    reader: duckdb.DuckDBPyConnection, tmp_path: Path, query: str
) -> None:
    with pytest.raises(duckdb.Error):
        reader.cursor().execute(query.format(outside=tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["company", "other.duckdb", "secret.csv"]


def test_a_query_cannot_name_a_variable_of_the_program(reader: duckdb.DuckDBPyConnection) -> None:
    salaries = pd.DataFrame({"a": [1]})
    with pytest.raises(duckdb.CatalogException):
        reader.execute("from salaries")
    reader.register("given", salaries)
    assert reader.execute("from given").fetchall() == [(1,)]


def test_a_writer_is_shut_in_as_well(store: Store, tmp_path: Path) -> None:
    def reach_out(con: duckdb.DuckDBPyConnection) -> None:
        with pytest.raises(duckdb.PermissionException):
            con.execute(f"copy growth_activities to '{tmp_path}/out.csv'")
        with pytest.raises(duckdb.PermissionException):
            con.execute(f"from read_csv('{tmp_path}/secret.csv')")

    store.publish(reach_out)


def test_two_readers_of_one_process_share_settings_without_quarrel(store: Store) -> None:
    one, two = store.open(), store.open()
    assert one.execute("select count(*) from growth_activities").fetchall() == [(1,)]
    assert two.execute("select current_setting('lock_configuration')").fetchall() == [(True,)]
    one.close()
    two.close()


def test_only_the_owner_of_the_machine_account_can_read_the_folder(store: Store) -> None:
    store.open().close()
    for path in [store.folder, *store.folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_what_a_query_spills_lies_in_the_data_folder_and_goes_with_it(store: Store) -> None:
    con = connection.connect(store.path("000001"), store.folder)
    (spill,) = con.execute("select current_setting('temp_directory')").fetchone() or ("",)
    assert Path(spill).parent == store.folder.resolve() / "temp"
    con.close()
    gone = store.folder / "temp" / "999999999-0"
    gone.mkdir()
    (gone / "duckdb_temp_storage.tmp").write_text("somebody")
    own = store.folder / "temp" / f"{os.getpid()}-99"
    own.mkdir()
    connection.forget_spills(store.folder)
    assert not gone.exists()
    assert own.exists()
