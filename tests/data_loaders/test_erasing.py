"""Nothing of somebody who was erased is left, in no form that a search of the folder's bytes could find."""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import Workbook

from data_loaders import (
    access,
    audit,
    backing,
    corrections,
    erased,
    erasing,
    hardening,
    history,
    ledger,
    loads,
    processes,
)
from data_loaders.__main__ import main
from data_loaders.corrections import Correction
from data_loaders.loads import Request, Said
from data_loaders.problems import LoadRefused
from data_loaders.store import Store

NOW = datetime(2026, 11, 23, 9)
CANARY = "Z90017"  # no hexadecimal number: checksums are full of those
VALUES = (
    CANARY,
    "Zenobia Quillfeather",
    "zenobia.quill@example.com",
    "Quillfeather, Zenobia",
    "173501.25",
    "xylophone",
)
HEADINGS = (
    "Employee ID",
    "Full Name",
    "Email",
    "Hire Date",
    "Manager ID",
    "Base Salary",
    "Termination Reason",
    "Track",
)
PEOPLE = (
    (CANARY, "Zenobia Quillfeather", "zenobia.quill@example.com", "2018-01-01", "80001", "173501.25", "xylophone", ""),
    ("80001", "Bo Li", "bo@example.com", "2015-01-01", "", "90000", "", "manager"),
    ("80002", "Cy Poe", "cy@example.com", "2019-01-01", CANARY, "80000", "", "ic"),
)
ROLES = f"Role ID,Title,Incumbent ID\nR1,Head of Sales,{CANARY}\nR2,Head of Care,80001\n"
SUCCESSORS = f"Role ID,Employee ID,Readiness\nR2,{CANARY},ready now\nR2,80002,ready now\n"
OFFERS = f"Offer ID,Employee ID,Offered On,Outcome,Offered Track\nOFFER-9917,{CANARY},2026-01-01,pending,manager\n"


def roster(file: Path, people: tuple[tuple[str, ...], ...] = PEOPLE) -> Path:
    book = Workbook()
    book.properties.creator = "Zenobia Quillfeather"
    for row in (HEADINGS, *people):
        book.active.append(row)
    book.save(file)
    return file


def text(file: Path, content: str) -> Path:
    file.write_text(content, encoding="utf-8")
    return file


def load(store: Store, *files: Path, said: Said | None = None) -> loads.LoadReport:
    return loads.load(store, Request(list(files), NOW, "hr", said or Said(), accept_problems=True))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five loads, an undone one among them, a correction, a user, remembered words and two backups."""
    folder = tmp_path_factory.mktemp("made")
    store = Store(folder / "company")
    load(store, roster(folder / "roster_2026-06-30.xlsx"))
    load(store, text(folder / "roles 2026-06-30.csv", ROLES), text(folder / "successors.csv", SUCCESSORS))
    load(store, text(folder / "offers Zenobia Quillfeather.csv", OFFERS))
    wrong = (*PEOPLE, ("80009", "Di Roe", "d@example.com", f"not {CANARY}", CANARY, "1", "", ""))
    load(store, roster(folder / "roster_2026-09-30.xlsx", wrong))
    offer = Correction("promotion_offers", {"offer_id": "OFFER-9917"}, {"outcome": "accepted"})
    corrections.correct(store, offer, loaded_at=NOW, loaded_by="hr")
    backing.backup(store, None, by="owner", at=NOW)
    history.undo(store, NOW, undone_by="hr")
    backing.backup(store, None, by="owner", at=NOW.replace(hour=10))
    access.grant(store.folder, access.Grant("zenobia.quill@example.com", "hr", employee_id=CANARY), by="o", at=NOW)
    remembered = ledger.Ledger(store.folder)
    remembered.remember_words({("manager_id", "Zenobia Quillfeather"): CANARY})
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Store:
    return Store(shutil.copytree(made / "company", tmp_path / "company"))


@pytest.fixture(scope="module")
def after(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, erasing.Erasure]:
    """The company once the person was erased, and what that did."""
    folder = Path(shutil.copytree(made / "company", tmp_path_factory.mktemp("after") / "company"))
    return folder, erasing.erase(Store(folder), CANARY, by="owner", at=NOW)


@pytest.fixture
def without(after: tuple[Path, erasing.Erasure], tmp_path: Path) -> Store:
    return Store(shutil.copytree(after[0], tmp_path / "company"))


def is_database(content: bytes) -> bool:
    return content[8:12] == b"DUCK"


def unpacked(content: bytes) -> Iterator[bytes]:
    """The bytes of a file, and of whatever is packed in it, as deep as it goes."""
    yield content
    if is_database(content):  # it begins with a checksum, which may look like anything
        return
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield from unpacked(packed.read(name))
    elif content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as tar:
            for member in tar:
                yield member.name.encode()
                found = tar.extractfile(member)
                yield from unpacked(found.read() if found else b"")
    elif content[:2] == b"\x1f\x8b":
        yield from unpacked(gzip.decompress(content))


def left(folder: Path) -> list[str]:
    """Where a value of the canary stands: in a name, in bytes, or in a cell of a database."""
    found = []
    for path in sorted(folder.rglob("*")):
        for value in VALUES:
            if value.casefold() in path.name.casefold():
                found.append(f"{path.name}: name")
        if not path.is_file():
            continue
        for part in unpacked(path.read_bytes()):
            lowered = part.lower()
            for value in VALUES:
                for code in ("utf-8", "utf-16-le", "utf-16-be"):
                    if value.lower().encode(code) in lowered:
                        found.append(f"{path.relative_to(folder)}: {value} as {code}")
            if is_database(part):
                found += _in_database(part, path.name, folder)
    return found


def _in_database(content: bytes, name: str, folder: Path) -> list[str]:
    copy = folder.parent / "searched.duckdb"
    copy.write_bytes(content)
    con = duckdb.connect(str(copy), read_only=True)
    found = []
    for (table,) in con.execute("select table_name from duckdb_tables()").fetchall():
        told = "\n".join(map(str, con.execute(f"select * from {table}").fetchall()))
        found += [f"{name}, table {table}: {value}" for value in VALUES if value.casefold() in told.casefold()]
    con.close()
    copy.unlink()
    return found


def ids(store: Store, table: str = "employees") -> list[str]:
    con = store.open()
    found = con.execute(f"select distinct employee_id from {table} order by 1").fetchall()
    con.close()
    return [one for (one,) in found]


def test_the_search_finds_the_person_everywhere_before(store: Store) -> None:
    places = " ".join(left(store.folder))
    for place in (
        "table employees",
        "table load_problems",
        "table loads",
        "ledger.sqlite",
        ".xlsx",
        ".csv",
        ".tar",
        "name",
    ):
        assert place in places, place


def test_no_byte_of_the_person_is_left_and_everybody_else_is(after: tuple[Path, erasing.Erasure]) -> None:
    store, done = Store(after[0]), after[1]
    assert left(store.folder) == []
    assert ids(store) == ["80001", "80002"]
    assert ids(store, "successors") == ["80002"]
    con = store.open()
    assert con.execute("select incumbent_id from critical_roles order by role_id").fetchall() == [(None,), ("80001",)]
    assert con.execute("select manager_id from employees where employee_id = '80002'").fetchall() == [(None,)]
    con.close()
    assert done.rows > 0
    assert done.pointers > 0
    assert done.backups == 2
    assert main(["check", "--data", str(store.folder)]) == 0
    assert audit.check(store.folder) == []


@pytest.mark.parametrize("interrupted", [False, True])
def test_what_killed_writers_left_half_made_goes_with_the_person(
    store: Store, monkeypatch: pytest.MonkeyPatch, interrupted: bool
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    if interrupted:
        with monkeypatch.context() as patched:
            patched.setattr("data_loaders.erasing._clean_backup", stop)
            with pytest.raises(KeyboardInterrupt):
                erasing.erase(store, CANARY, by="owner", at=NOW)
    for place in ("backup.partial-x/ledger.sqlite", "restore.partial-x/generations/1", "backups/a.tar.partial"):
        (store.folder / place).parent.mkdir(parents=True, exist_ok=True)
        text(store.folder / place, " ".join(VALUES))
    erasing.erase(store, CANARY, by="owner", at=NOW)
    assert left(store.folder) == []


def test_what_stays_is_written_by_a_process_that_never_saw_the_person(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bool] = []
    connect = hardening.connect

    def noted(*given: Any, read_only: bool = True, **more: Any) -> duckdb.DuckDBPyConnection:
        opened.append(read_only)
        return connect(*given, read_only=read_only, **more)

    monkeypatch.setattr(hardening, "connect", noted)
    assert erasing.erase(store, CANARY, by="owner", at=NOW).generations
    assert opened
    assert all(opened)


def test_where_the_process_that_writes_is_killed_the_erasure_is_refused_in_words_and_can_be_done_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(processes, "begun", lambda _, begun=processes.begun: begun("keyword"))  # ends at once
        with pytest.raises(LoadRefused, match="ended from outside"):
            erasing.erase(store, CANARY, by="owner", at=NOW)
    assert CANARY in ids(store)
    erasing.erase(store, CANARY, by="owner", at=NOW)
    assert left(store.folder) == []


def test_the_trail_keeps_that_an_erasure_took_place_and_of_whom_nothing(without: Store) -> None:
    entry = audit.entries(without.folder)[-1]
    assert (entry.who, entry.what, entry.details["count"]) == ("owner", "erase", 1)
    assert access.of(without.folder, "zenobia.quill@example.com") is None


def test_undo_after_an_erasure_goes_back_without_the_person(without: Store) -> None:
    for _ in range(3):
        history.undo(without, NOW)
        assert CANARY not in ids(without)
    assert ids(without) == ["80001", "80002"]
    history.undo(without, NOW)
    with pytest.raises(LoadRefused, match="every load has been undone"):
        history.undo(without, NOW)
    assert left(without.folder) == []


def test_an_old_file_does_not_bring_the_person_back(without: Store, made: Path) -> None:
    report = load(without, made / "roster_2026-09-30.xlsx")
    assert any("1 rows of people who were erased here are left out" in p.problem for p in report.problems)
    assert ids(without) == ["80001", "80002"]
    assert left(without.folder) == []


def test_a_backup_of_before_kept_elsewhere_restores_without_the_person(made: Path, without: Store) -> None:
    elsewhere = sorted((made / "company" / "backups").iterdir())[0]
    backing.restore(without, elsewhere, by="owner", at=NOW)
    assert ids(without) == ["80001", "80002"]
    assert left(without.folder) == []


def test_the_rows_of_others_keep_their_numbers_in_kept_files(without: Store) -> None:
    kept = (without.uploads / "2" / "successors.csv").read_text(encoding="utf-8-sig")
    assert kept == "Role ID,Employee ID,Readiness\n\nR2,80002,ready now\n"
    roles = (without.uploads / "2" / "roles 2026-06-30.csv").read_text(encoding="utf-8-sig")
    assert roles == "Role ID,Title,Incumbent ID\nR1,Head of Sales,\nR2,Head of Care,80001\n"


def test_somebody_nobody_knows_is_not_erased(store: Store) -> None:
    before = store.current()
    with pytest.raises(LoadRefused, match="nobody here has the id 4711"):
        erasing.erase(store, "4711", by="owner", at=NOW)
    assert store.current() == before
    assert erased.among(store.folder, {"4711", CANARY}) == set()


@pytest.mark.parametrize(
    "step",
    ["rewriting.rewrite", "checksums.keep", "_replace_files", "_forget_words", "archives.repack", "erased.remember"],
)
def test_an_erasure_stopped_at_any_step_is_finished_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    store = Store(tmp_path / "company")
    load(store, text(tmp_path / "roster_2026-06-30.csv", "\n".join(map(",".join, (HEADINGS, *PEOPLE)))))
    backing.backup(store, None, by="owner", at=NOW)

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(f"data_loaders.erasing.{step}", stop)
        with pytest.raises(KeyboardInterrupt):
            erasing.erase(store, CANARY, by="owner", at=NOW)
    store.open().close()
    with pytest.raises(LoadRefused, match="erasure was interrupted"):
        load(store, text(tmp_path / "successors.csv", SUCCESSORS))
    assert main(["erase", "--finish", "--data", str(store.folder)]) == 0
    assert left(store.folder) == []
    assert ids(store) == ["80001", "80002"]


def test_the_command_asks_before_it_erases(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(store.folder)]
    monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))
    assert main(["erase", CANARY, *data]) == 1
    assert CANARY in ids(store)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{CANARY}\n"))
    assert main(["erase", CANARY, *data]) == 0
    assert "rows removed" in capsys.readouterr().out
    assert main(["erase", CANARY, "--yes", *data]) == 1
