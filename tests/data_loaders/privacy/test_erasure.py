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

from company import rows
from data_loaders import child_process
from data_loaders.__main__ import main
from data_loaders.contract.upload_answers import UploadAnswers
from data_loaders.database import connection
from data_loaders.edits import corrections
from data_loaders.edits.corrections import Correction
from data_loaders.loading.load import LoadReport, load_files
from data_loaders.loading.request import LoadRequest
from data_loaders.maintenance import backup
from data_loaders.privacy import erased_ids, erasure, folder_redaction, grants, person
from data_loaders.problems import LoadRefused
from data_loaders.records import audit_log, ledger
from data_loaders.store import load_history
from data_loaders.store.generations import Store

NOW = datetime(2026, 11, 23, 9)
CANARY = "Z90017"  # no hexadecimal number: checksums are full of those
VALUES = (
    CANARY,
    "Zenobia Quillfeather",
    "zenobia.quill@example.com",
    "Quillfeather, Zenobia",
    "173501.25",
    "xylophone",
    "OFFER-9917",
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


def load(store: Store, *files: Path, said: UploadAnswers | None = None) -> LoadReport:
    return load_files(store, LoadRequest(list(files), NOW, "hr", said or UploadAnswers(), accept_problems=True))


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
    backup.backup(store, None, by="owner", at=NOW)
    load_history.undo(store, NOW, undone_by="hr")
    backup.backup(store, None, by="owner", at=NOW.replace(hour=10))
    grants.grant(store.folder, grants.Grant("zenobia.quill@example.com", "hr", employee_id=CANARY), by="o", at=NOW)
    remembered = ledger.Ledger(store.folder)
    remembered.remember_words({("manager_id", "Zenobia Quillfeather"): CANARY})
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Store:
    return Store(shutil.copytree(made / "company", tmp_path / "company"))


@pytest.fixture(scope="module")
def after(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, folder_redaction.Erasure]:
    """The company once the person was erased, and what that did."""
    folder = Path(shutil.copytree(made / "company", tmp_path_factory.mktemp("after") / "company"))
    return folder, erasure.erase(Store(folder), CANARY, by="owner", at=NOW)


@pytest.fixture
def without(after: tuple[Path, folder_redaction.Erasure], tmp_path: Path) -> Store:
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


@pytest.mark.parametrize("number", ["24", "10", "6"])
def test_a_setting_that_reads_like_the_id_of_the_person_stays(tmp_path: Path, number: str) -> None:
    store = Store(tmp_path / "company")
    load(store, text(tmp_path / "roster_2026-06-30.csv", f"Employee ID,Hire Date\n{number},2018-01-01\n7,2018-01-01\n"))
    before = rows(store, "select * from settings where name <> 'parent_generation' order by name")
    erasure.erase(store, number, by="owner", at=NOW)
    assert ids(store) == ["7"]
    assert rows(store, "select * from settings where name <> 'parent_generation' order by name") == before


def test_no_byte_of_the_person_is_left_and_everybody_else_is(after: tuple[Path, folder_redaction.Erasure]) -> None:
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
    assert audit_log.check(store.folder) == []


@pytest.mark.parametrize("interrupted", [False, True])
def test_what_killed_writers_left_half_made_goes_with_the_person(
    store: Store, monkeypatch: pytest.MonkeyPatch, interrupted: bool
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    if interrupted:
        with monkeypatch.context() as patched:
            patched.setattr("data_loaders.privacy.erasure._clean_backup", stop)
            with pytest.raises(KeyboardInterrupt):
                erasure.erase(store, CANARY, by="owner", at=NOW)
    for place in ("backup.partial-x/ledger.sqlite", "restore.partial-x/generations/1", "backups/a.tar.partial"):
        (store.folder / place).parent.mkdir(parents=True, exist_ok=True)
        text(store.folder / place, " ".join(VALUES))
    erasure.erase(store, CANARY, by="owner", at=NOW)
    assert left(store.folder) == []


def test_what_stays_is_written_by_a_process_that_never_saw_the_person(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bool] = []
    connect = connection.connect

    def noted(*given: Any, read_only: bool = True, **more: Any) -> duckdb.DuckDBPyConnection:
        opened.append(read_only)
        return connect(*given, read_only=read_only, **more)

    monkeypatch.setattr(connection, "connect", noted)
    assert erasure.erase(store, CANARY, by="owner", at=NOW).generations
    assert opened
    assert all(opened)


def test_where_the_process_that_writes_is_killed_the_erasure_is_refused_in_words_and_can_be_done_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(child_process, "begun", lambda _, begun=child_process.begun: begun("keyword"))  # ends at once
        with pytest.raises(LoadRefused, match="ended from outside"):
            erasure.erase(store, CANARY, by="owner", at=NOW)
    assert CANARY in ids(store)
    erasure.erase(store, CANARY, by="owner", at=NOW)
    assert left(store.folder) == []


def test_the_trail_keeps_that_an_erasure_took_place_and_of_whom_nothing(without: Store) -> None:
    entry = audit_log.entries(without.folder)[-1]
    assert (entry.who, entry.what, entry.details["count"]) == ("owner", "erase", 1)
    assert grants.of(without.folder, "zenobia.quill@example.com") is None


def test_undo_after_an_erasure_goes_back_without_the_person(without: Store) -> None:
    for _ in range(3):
        load_history.undo(without, NOW)
        assert CANARY not in ids(without)
    assert ids(without) == ["80001", "80002"]
    load_history.undo(without, NOW)
    with pytest.raises(LoadRefused, match="every load has been undone"):
        load_history.undo(without, NOW)
    assert left(without.folder) == []


def test_an_old_file_does_not_bring_the_person_back(without: Store, made: Path) -> None:
    report = load(without, made / "roster_2026-09-30.xlsx")
    assert any("1 rows of people who were erased here are left out" in p.problem for p in report.problems)
    assert ids(without) == ["80001", "80002"]
    assert left(without.folder) == []


def test_a_backup_of_before_kept_elsewhere_restores_without_the_person(made: Path, without: Store) -> None:
    elsewhere = sorted((made / "company" / "backups").iterdir())[0]
    backup.restore(without, elsewhere, by="owner", at=NOW)
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
        erasure.erase(store, "4711", by="owner", at=NOW)
    assert store.current() == before
    assert erased_ids.among(store.folder, {"4711", CANARY}) == set()


@pytest.mark.parametrize(
    "step",
    [
        "database_redaction.rewrite",
        "checksums.keep",
        "replace_files",
        "forget_remembered_words",
        "archive.repack",
        "erased_ids.remember",
    ],
)
def test_an_erasure_stopped_at_any_step_is_finished_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    store = Store(tmp_path / "company")
    load(store, text(tmp_path / "roster_2026-06-30.csv", "\n".join(map(",".join, (HEADINGS, *PEOPLE)))))
    backup.backup(store, None, by="owner", at=NOW)

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(f"data_loaders.privacy.erasure.{step}", stop)
        with pytest.raises(KeyboardInterrupt):
            erasure.erase(store, CANARY, by="owner", at=NOW)
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


def test_after_one_person_another_can_be_erased(without: Store) -> None:
    erasure.erase(without, "80002", by="owner", at=NOW)
    assert ids(without) == ["80001"]
    assert left(without.folder) == []


NAMES = "Employee ID,Full Name,Hire Date,Gender,Business Unit,Level,Track,Manager ID,Career Preference"
STAFF = (
    f"{CANARY},Zenobia Quillfeather,2018-01-01,f,Sales,5,ic,80001,specialist",
    "80001,Bo Li,2015-01-01,m,Sales,7,manager,,people_manager",
    f"80002,Cy Poe,2019-01-01,m,Care,4,ic,{CANARY},specialist",
    "80003,Di Roe,2019-01-01,f,Care,4,ic,80001,specialist",
)
EVENTS = (
    f"{CANARY},2018-01-01,hire,ic,4,80001",
    f"{CANARY},2020-01-01,promotion,ic,5,80001",
    f"{CANARY},2010-01-01,transfer,ic,3,80001",  # before the first day: not used
    f"80002,2020-01-01,transfer,ic,4,{CANARY}",
    "80003,2010-01-01,transfer,ic,4,80001",
)
OFFERED = (
    f"77,{CANARY},2021-01-01,2021-02-01,accepted,manager",
    f"OFFER-9917,{CANARY},2026-01-01,,pending,manager",
    "78,80002,2021-01-01,2021-02-01,declined,manager",
)
NOMINATED = (f"R2,{CANARY},ready now", "R2,80002,ready now")
GROWN = (f"{CANARY},2024-01-01,skill", "80002,2024-01-01,skill")


def everywhere(folder: Path, *, canary: bool) -> Store:
    """A company whose every table says something of the canary, or the same one without them."""

    def file(name: str, *lines: str) -> Path:
        there = [line for line in lines if canary or (not line.startswith(CANARY) and f",{CANARY},20" not in line)]
        there = [line for line in there if canary or line != NOMINATED[0]]
        return text(folder / name, "\n".join(there if canary else [line.replace(CANARY, "") for line in there]))

    folder.mkdir()
    store = Store(folder / "company")
    gone = [line for line in STAFF if not line.startswith((CANARY, "80003"))]
    load(store, file("roster_2026-03-31.csv", NAMES, *STAFF))
    load(store, file("roster_2026-06-30.csv", NAMES, *STAFF))
    load(store, file("history.csv", "Employee ID,Effective Date,Action,Track,Level,Manager ID", *EVENTS))
    load(store, file("offers.csv", "Offer ID,Employee ID,Offered On,Decided On,Outcome,Offered Track", *OFFERED))
    head = "Role ID,Title,Incumbent ID"
    load(store, file("roles 2026-06-30.csv", head, f"R1,Head of Sales,{CANARY}", "R2,Head of Care,80001"))
    load(store, file("successors.csv", "Role ID,Employee ID,Readiness", *NOMINATED))
    load(store, file("growth.csv", "Employee ID,Occurred On,Kind", *GROWN))
    load(store, file("roster_2026-09-30.csv", NAMES, *gone))
    return store


def rows_of(store: Store) -> dict[str, list[str]]:
    """The rows of every table, as texts, but for what is told of the loads themselves."""
    con = store.open()
    told = (*person.RECORDS, *person.NOBODYS)
    names = [name for name in person.columns(con) if name not in told]
    found = {name: sorted(map(str, con.execute(f"select * from {name}").fetchall())) for name in names}
    con.close()
    return found


def test_no_row_of_any_table_is_left_that_would_not_be_there_had_the_person_never_come(tmp_path: Path) -> None:
    store = everywhere(tmp_path / "with", canary=True)
    before, never = rows_of(store), rows_of(everywhere(tmp_path / "without", canary=False))
    assert [table for table in before if before[table] == never[table]] == []  # each says something of them
    erasure.erase(store, CANARY, by="owner", at=NOW)
    assert rows_of(store) == never


def test_every_table_is_linked_to_persons_or_says_nothing_of_any(company) -> None:
    linked = {*person.ABOUT, *person.POINTING}
    for table, names in person.columns(company()).items():
        told = table in (*person.RECORDS, *person.NOBODYS)
        assert bool(linked & {*names}) != told, f"{table}: which column says of whom it is? See traces.ABOUT"
        ids = {name for name in names if name.endswith("_id")}
        assert ids <= {*linked, "role_id", "load_id"}, f"{table}: whose ids are these?"


def checked(store: Store, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    done = main(["check", "--data", str(store.folder)])
    return done, capsys.readouterr().out


@pytest.fixture(scope="module")
def rows_and_store(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[Any]], Path]:
    """A row of the person from each table, and the company once they were erased."""
    store = everywhere(tmp_path_factory.mktemp("every") / "table", canary=True)
    con = store.open()
    rows: dict[str, list[Any]] = {}
    for table, names in person.columns(con).items():
        column = next((name for name in (*person.ABOUT[:1], *person.POINTING) if name in names), None)
        if column:
            rows[table] = list(con.execute(f"select * from {table} where {column} = ? limit 1", [CANARY]).fetchone())
        elif "offer_id" in names:
            rows[table] = list(con.execute(f"select * from {table} where offer_id = '77' limit 1").fetchone())
    con.close()
    erasure.erase(store, CANARY, by="owner", at=NOW)
    return rows, store.folder


@pytest.mark.parametrize("with_offers", [False, True])
def test_check_finds_somebody_erased_in_any_table_and_another_erasure_mends_it(
    rows_and_store: tuple[dict[str, list[Any]], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    with_offers: bool,
) -> None:
    """Spells of offers are somebody's as long as the offers are there: they are looked for without."""
    rows, folder = rows_and_store
    store = Store(shutil.copytree(folder, tmp_path / "company"))
    assert checked(store, capsys)[0] == 0
    wanted = {table: row for table, row in rows.items() if (table == "promotion_offers") == with_offers}

    def bring_back(con: duckdb.DuckDBPyConnection) -> None:
        con.execute("delete from critical_roles where role_id = 'R1'")
        for table, row in wanted.items():
            con.execute(f"insert into {table} values ({','.join('?' * len(row))})", row)

    store.publish(bring_back)
    done, said = checked(store, capsys)
    assert done == 1
    assert CANARY not in said
    told = {table for table in rows if f"table {table}: 1 rows tell of people who were erased" in said}
    assert told == set(wanted)
    erasure.erase(store, CANARY, by="owner", at=NOW)
    assert checked(store, capsys)[0] == 0


def test_check_finds_somebody_erased_in_what_is_told_of_loads(
    without: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    for table, column in (("load_problems", "problem"), ("load_problems", "value"), ("loads", "mapping")):
        told = f'{{"a": "Row of {CANARY.lower()}, offer OFFER-9917."}}'
        without.publish(lambda con, to=table, of=column, told=told: con.execute(f"update {to} set {of} = ?", [told]))
        done, said = checked(without, capsys)
        assert (done, f"table {table}" in said) == (1, True)
        without.publish(lambda con, to=table, of=column: con.execute(f"update {to} set {of} = '{{}}'"))


FILES = {
    "nominated.csv": f"Role ID,Employee ID,Readiness\nR2,{CANARY},ready now\n",
    "named.csv": f"Role ID,Employee ID,Readiness\nR2,Zenobia Quillfeather ({CANARY}),ready now\n",
    "notes.csv": f"What,Whom\nA talk,{CANARY}\n",
    "offers.csv": "What,Whom\nAbout offer-9917,\n",
    f"about {CANARY}.csv": "What,Whom\nA talk,nobody\n",
}


def test_check_finds_somebody_erased_in_a_kept_file(without: Store, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in FILES.items():
        text(without.uploads / "2" / name, content)
    done, said = checked(without, capsys)
    assert done == 1
    assert {name for name in FILES if f"{name}: 1 rows tell of people who were erased" in said} == {*FILES}
    erasure.erase(without, CANARY, by="owner", at=NOW)
    assert "tell of people" not in checked(without, capsys)[1]


def test_check_finds_somebody_erased_in_a_backup_and_in_the_ledger(
    made: Path, without: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(without, capsys)[0] == 0
    held = sorted((made / "company" / "backups").iterdir())[0]
    shutil.copyfile(held, without.backups / "brought back.tar")
    ledger.Ledger(without.folder).remember_words({("manager_id", "Zenobia"): CANARY})
    done, said = checked(without, capsys)
    assert (done, "backup brought back.tar, state" in said, "ledger, words: 1 rows" in said) == (1, True, True)
    erasure.erase(without, CANARY, by="owner", at=NOW)
    assert checked(without, capsys)[0] == 0
    assert left(without.folder) == []


def test_what_an_older_version_left_of_somebody_is_found_and_goes_with_them_once_more(
    rows_and_store: tuple[dict[str, list[Any]], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It kept the hash of their own id alone, and left the spells of their offers: in states and in backups."""
    rows, folder = rows_and_store
    store = Store(shutil.copytree(folder, tmp_path / "company"))
    row = rows["offer_spells"]
    with ledger.opened(store.folder) as con:
        con.execute("delete from erased")
    erased_ids.remember(store.folder, CANARY)
    store.publish(lambda con: con.execute(f"insert into offer_spells values ({','.join('?' * len(row))})", row))
    elsewhere = backup.backup(store, tmp_path / "elsewhere.tar", by="owner", at=NOW)
    backup.backup(store, None, by="owner", at=NOW)
    done, said = checked(store, capsys)
    assert (done, said.count("table offer_spells: 1 rows tell of people who were erased")) == (1, 2)
    with pytest.raises(LoadRefused, match="nobody here has the id 4711"):
        erasure.erase(store, "4711", by="owner", at=NOW)
    assert erasure.erase(store, CANARY, by="owner", at=NOW).backups == 1
    assert checked(store, capsys)[0] == 0
    with pytest.raises(LoadRefused, match=f"nobody here has the id {CANARY}"):
        erasure.erase(store, CANARY, by="owner", at=NOW)
    backup.restore(store, elsewhere, by="owner", at=NOW)
    assert checked(store, capsys)[0] == 0


def test_a_restore_leaves_out_whoever_stands_in_a_kept_file_alone(made: Path, without: Store, tmp_path: Path) -> None:
    """As after an undo: the state of the backup has them not, the files of the load that was undone have."""
    before = Store(shutil.copytree(made / "company", tmp_path / "before"))
    con = before.open()
    tables = [name for name, columns in person.columns(con).items() if "employee_id" in columns]
    con.close()

    def forget(con: duckdb.DuckDBPyConnection) -> None:
        for table in tables:
            con.execute(f"delete from {table} where employee_id = ?", [CANARY])

    before.publish(forget)
    held = backup.backup(before, tmp_path / "held.tar", by="owner", at=NOW)
    backup.restore(without, held, by="owner", at=NOW)
    assert left(without.uploads) == []


def test_an_offer_that_had_the_number_of_theirs_and_is_somebody_elses_now_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = everywhere(tmp_path / "with", canary=True)
    head = "Offer ID,Employee ID,Offered On,Decided On,Outcome,Offered Track"
    theirs = text(tmp_path / "mended.csv", f"{head}\n77,80003,2021-01-01,2021-02-01,accepted,manager\n")
    load(store, theirs)
    before = rows_of(store)["offer_spells"]
    assert len([row for row in before if row.startswith("('77'")]) == 3
    erasure.erase(store, CANARY, by="owner", at=NOW)
    after = rows_of(store)
    assert [row for row in before if row.startswith("('77'")] == [
        row for row in after["offer_spells"] if row.startswith("('77'")
    ]
    assert [row for row in after["promotion_offers"] if "'80003'" in row]
    assert "77,80003" in next(store.uploads.glob("*/mended.csv")).read_text(encoding="utf-8-sig")
    assert checked(store, capsys)[0] == 0


def test_a_unit_or_a_salary_that_looks_like_the_id_of_somebody_erased_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store(tmp_path / "company")
    people = ("Employee ID,Hire Date,Department,Base Salary,Track", "80001,2015-01-01,10001,90000,manager")
    load(store, text(tmp_path / "roster_2026-06-30.csv", "\n".join(people)))
    for identity in ("10001", "90000", "2026"):
        erased_ids.remember(store.folder, identity)
    assert checked(store, capsys)[0] == 0
    erased_ids.remember(store.folder, "80001")
    assert checked(store, capsys)[0] == 1
