"""A backup comes back whole, or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import stat
import tarfile
from datetime import datetime
from pathlib import Path

import pytest

from data_loaders.__main__ import main
from data_loaders.loading import load
from data_loaders.loading.request import LoadRequest
from data_loaders.maintenance import backup
from data_loaders.privacy import grants
from data_loaders.problems import LoadRefused
from data_loaders.records import audit_log
from data_loaders.store import archive, load_history
from data_loaders.store.generations import Store

NOW = datetime(2026, 11, 23, 9)
ROSTER = "Employee ID,Full Name,Hire Date,Business Unit\n007,Ana Ruiz,2018-01-01,Sales\n008,Bo Li,2020-03-01,Sales\n"


def bring(store: Store, file: Path, rows: str) -> None:
    file.write_text(rows, encoding="utf-8")
    load.load_files(store, LoadRequest([file], NOW, "hr"))


def people(store: Store) -> list[str]:
    con = store.open()
    found = con.execute("select distinct employee_id from employees order by 1").fetchall()
    con.close()
    return [one for (one,) in found]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    store = Store(folder / "company")
    bring(store, folder / "roster_2026-06-30.csv", ROSTER)
    grants.grant(store.folder, grants.Grant("ana@example.com", "hr"), by="owner", at=NOW)
    backup.backup(store, folder / "kept.tar", by="owner", at=NOW)
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Store:
    return Store(shutil.copytree(made / "company", tmp_path / "company"))


@pytest.fixture
def kept(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made / "kept.tar", tmp_path / "kept.tar"))


def test_a_backup_restores_into_an_empty_folder(kept: Path, tmp_path: Path) -> None:
    fresh = Store(tmp_path / "fresh")
    backup.restore(fresh, kept, by="owner", at=NOW)
    assert people(fresh) == ["007", "008"]
    assert (fresh.uploads / "1" / "roster_2026-06-30.csv").read_text() == ROSTER
    assert [one.who for one in grants.grants(fresh.folder)] == ["ana@example.com"]
    assert [one.what for one in audit_log.entries(fresh.folder)] == ["load", "grant", "restore"]
    assert audit_log.check(fresh.folder) == []
    assert main(["check", "--data", str(fresh.folder)]) == 0
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_restore_leaves_grants_and_trail_as_they_are_now(store: Store, kept: Path, tmp_path: Path) -> None:
    bring(store, tmp_path / "roster_2026-09-30.csv", ROSTER + "009,Cy Poe,2021-01-01,Sales\n")
    grants.revoke(store.folder, "ana@example.com", by="owner", at=NOW)
    backup.restore(store, kept, by="owner", at=NOW)
    assert people(store) == ["007", "008"]
    assert grants.grants(store.folder) == []
    assert [one.what for one in audit_log.entries(store.folder)] == [
        "load",
        "grant",
        "backup",
        "load",
        "revoke",
        "restore",
    ]
    assert audit_log.check(store.folder) == []
    with pytest.raises(LoadRefused, match="no longer kept"):
        load_history.undo(store, NOW)
    bring(store, tmp_path / "roster_2026-10-31.csv", ROSTER + "010,Di Roe,2021-01-01,Sales\n")
    assert people(store) == ["007", "008", "010"]


def test_the_ledger_of_the_backup_stands_in_for_one_that_is_damaged(store: Store, kept: Path) -> None:
    (store.folder / "ledger.sqlite").write_bytes(b"SQLite format 3\0" + b"x" * 4000)
    backup.restore(store, kept, by="owner", at=NOW)
    assert [one.who for one in grants.grants(store.folder)] == ["ana@example.com"]
    assert audit_log.check(store.folder) == []


def contents(store: Store) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file() and path.suffix != ".lock"}


@pytest.mark.parametrize("place", [0.01, 0.2, 0.5, 0.8, 0.97])
@pytest.mark.parametrize("harm", ["flipped", "cut off"])
def test_a_damaged_backup_is_refused_and_nothing_is_changed(store: Store, kept: Path, harm: str, place: float) -> None:
    content = bytearray(kept.read_bytes())
    at = int(len(content.rstrip(b"\0")) * place)
    if harm == "flipped":
        content[at] ^= 0x41
    kept.write_bytes(content if harm == "flipped" else content[:at])
    before = contents(store)
    try:
        backup.restore(store, kept, by="owner", at=NOW)
    except LoadRefused as refused:
        assert "Nothing was changed" in str(refused)  # noqa: PT017 - a flip in padding harms nothing, and restores
        after = {
            path: path.read_bytes() for path in store.folder.rglob("*") if path.is_file() and path.suffix != ".lock"
        }
        assert after == before
    assert people(store) == ["007", "008"]


def forged(target: Path, name: str, content: bytes = b"x", kind: bytes = tarfile.REGTYPE) -> Path:
    """A backup whose list agrees with what it holds, as somebody with bad intent would make it."""
    listed = {name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}}
    with tarfile.open(target, "w") as tar:
        for member_name, data, how in (
            (archive.MANIFEST, json.dumps(listed).encode(), tarfile.REGTYPE),
            (name, content, kind),
        ):
            member = tarfile.TarInfo(member_name)
            member.size, member.type, member.linkname = len(data), how, "/etc/passwd"
            tar.addfile(member, io.BytesIO(data))
    return target


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/tmp/outside",
        "uploads/../../outside",
        "uploads/1/..",
        "uploads/1/a/b",
        "uploads/1/a\\b",
        "generations/1.txt",
        ".bashrc",
    ],
)
def test_a_backup_that_reaches_out_of_its_folder_is_refused(store: Store, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    file = forged(tmp_path / "forged.tar", name)
    with pytest.raises(LoadRefused, match="not a whole backup"):
        backup.restore(store, file, by="owner", at=NOW)
    assert set(tmp_path.rglob("*")) - set(before) <= {file, store.folder / "temp"}


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_a_link_or_device_in_a_backup_is_refused(store: Store, tmp_path: Path, kind: bytes) -> None:
    with pytest.raises(LoadRefused, match="not a whole backup"):
        backup.restore(store, forged(tmp_path / "forged.tar", "current", kind=kind), by="owner", at=NOW)


def test_a_damaged_state_is_not_backed_up_and_no_file_is_written_over(store: Store, tmp_path: Path) -> None:
    there = tmp_path / "there.tar"
    there.write_text("mine")
    with pytest.raises(LoadRefused, match="exists already"):
        backup.backup(store, there, by="owner", at=NOW)
    with store.path("000001").open("ab") as state:
        state.write(b"x")
    with pytest.raises(LoadRefused, match="damaged"):
        backup.backup(store, tmp_path / "new.tar", by="owner", at=NOW)
    assert not (tmp_path / "new.tar").exists()


def test_the_commands_back_up_into_the_folder_and_restore(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(store.folder)]
    assert main(["backup", *data]) == 0
    (held,) = store.backups.iterdir()
    assert str(held) in capsys.readouterr().out
    assert main(["restore", str(held), *data]) == 0
    assert main(["restore", str(held) + ".none", *data]) == 1
    assert store.current() == "000002"
