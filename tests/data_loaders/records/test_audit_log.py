"""The audit trail: what is in it, what is never in it, and how a change to it is found."""

from __future__ import annotations

import getpass
import json
import stat
import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from data_loaders.__main__ import main
from data_loaders.edits import company_settings
from data_loaders.privacy import grants
from data_loaders.records import audit_log, ledger
from data_loaders.records.audit_log import Break
from data_loaders.store import load_history
from data_loaders.store.generations import Store

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 23, 9)
ROSTER = "Employee ID,Full Name,Hire Date,Track\n90017,Zenobia Quill,2018-01-01,manager\n008,Bo,2020-03-01,ic\n"


def signed_in(folder: Path, times: int) -> None:
    for number in range(times):
        audit_log.note(folder, who=f"user{number}@example.com", what="sign_in", at=NOW)


def lines(folder: Path) -> list[str]:
    return audit_log.file(folder).read_text().splitlines()


def rewrite(folder: Path, kept: list[str]) -> None:
    audit_log.file(folder).write_text("".join(f"{line}\n" for line in kept))


def test_a_line_is_read_back_as_it_was_noted(tmp_path: Path) -> None:
    audit_log.note(
        tmp_path, who="Ana@Example.com", what="download", at=NOW, metric="bench_strength", rows=6, sha256="ab"
    )
    (entry,) = audit_log.entries(tmp_path)
    assert (entry.number, entry.who, entry.what, entry.at) == (1, "ana@example.com", "download", "2026-11-23T09:00:00")
    assert entry.details == {"metric": "bench_strength", "rows": 6, "sha256": "ab"}
    assert audit_log.check(tmp_path) == []
    assert stat.S_IMODE(audit_log.file(tmp_path).stat().st_mode) == 0o600


def test_nobody_was_ever_noted_where_there_is_no_trail(tmp_path: Path) -> None:
    assert audit_log.entries(tmp_path / "none") == []
    assert audit_log.check(tmp_path / "none") == []


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (lambda kept: [kept[0], kept[1].replace("sign_in", "load"), *kept[2:]], (2, "changed after")),
        (lambda kept: [kept[0], *kept[2:]], (2, "does not follow")),
        (lambda kept: [kept[1], kept[0], *kept[2:]], (1, "does not follow")),
        (lambda kept: [*kept[:2], kept[1], *kept[2:]], (3, "does not follow")),
        (lambda kept: kept[:-1], (5, "ends before it: 5 lines")),
        (lambda kept: [], (1, "ends before it: 5 lines")),
        (lambda kept: [*kept[:3], "{", kept[4]], (4, "cannot be read")),
    ],
    ids=["changed", "taken out", "swapped", "put in", "cut off", "emptied", "unreadable"],
)
def test_whatever_is_done_to_the_trail_is_found(tmp_path: Path, harm: object, expected: tuple[int, str]) -> None:
    signed_in(tmp_path, 5)
    assert callable(harm)
    rewrite(tmp_path, harm(lines(tmp_path)))
    first = audit_log.check(tmp_path)[0]
    assert first.line == expected[0]
    assert expected[1] in first.problem


def test_a_trail_rewritten_from_the_start_does_not_end_as_the_ledger_knows(tmp_path: Path) -> None:
    signed_in(tmp_path, 3)
    signed_in(tmp_path / "forged", 3)
    audit_log.file(tmp_path).write_bytes(audit_log.file(tmp_path / "forged").read_bytes())
    assert audit_log.check(tmp_path) == [Break(3, "its end is not what the ledger keeps")]


@pytest.mark.parametrize("longer", [1, 2])
def test_a_trail_rewritten_and_longer_than_it_was_is_found(tmp_path: Path, longer: int) -> None:
    signed_in(tmp_path, 3)
    signed_in(tmp_path / "forged", 3 + longer)
    audit_log.file(tmp_path).write_bytes(audit_log.file(tmp_path / "forged").read_bytes())
    assert audit_log.check(tmp_path) == [Break(3 + longer, "its end is not what the ledger keeps")]


def test_a_line_put_on_at_the_end_is_found_though_it_follows_the_one_before(tmp_path: Path) -> None:
    signed_in(tmp_path, 3)
    last = json.loads(lines(tmp_path)[-1])
    forged = {**last, "n": 4, "what": "load", "before": last["sha256"]}
    forged["sha256"] = audit_log._digest({name: value for name, value in forged.items() if name != "sha256"})
    rewrite(tmp_path, [*lines(tmp_path), json.dumps(forged)])
    assert audit_log.check(tmp_path) == [Break(4, "its end is not what the ledger keeps")]
    signed_in(tmp_path, 1)
    assert audit_log.check(tmp_path) != []


def test_the_last_line_changed_with_its_hash_is_found(tmp_path: Path) -> None:
    signed_in(tmp_path, 3)
    last = {**json.loads(lines(tmp_path)[-1]), "what": "load"}
    last["sha256"] = audit_log._digest({name: value for name, value in last.items() if name != "sha256"})
    rewrite(tmp_path, [*lines(tmp_path)[:-1], json.dumps(last)])
    assert audit_log.check(tmp_path) == [Break(3, "its end is not what the ledger keeps")]


def test_a_trail_whose_ledger_is_damaged_is_shown_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    signed_in(tmp_path, 2)
    ledger.file(tmp_path).write_bytes(b"SQLite format 3\0" + b"x" * 4000)
    assert [entry.what for entry in audit_log.entries(tmp_path)] == ["sign_in", "sign_in"]
    assert "cannot be read" in audit_log.check(tmp_path)[0].problem
    assert main(["check", "--data", str(tmp_path)]) == 1
    assert "ledger: damaged" in capsys.readouterr().out


def test_an_end_that_is_kept_as_nothing_is_told(tmp_path: Path) -> None:
    signed_in(tmp_path, 2)
    with ledger.opened(tmp_path) as con:
        con.execute("alter table audit_head rename to before")
        con.execute("create table audit_head as select one, null as count, sha256 from before")
    said = "the ledger, which keeps where the trail ends, cannot be read"
    assert audit_log.check(tmp_path) == [Break(2, said)]


def test_half_a_line_left_by_a_killed_writer_is_no_break_and_goes(tmp_path: Path) -> None:
    signed_in(tmp_path, 2)
    with audit_log.file(tmp_path).open("ab") as trail:
        trail.write(b'{"n": 3, "at"')
    assert audit_log.check(tmp_path) == []
    signed_in(tmp_path, 1)
    assert [entry.number for entry in audit_log.entries(tmp_path)] == [1, 2, 3]
    assert audit_log.check(tmp_path) == []


def test_a_line_written_before_the_ledger_heard_of_it_counts(tmp_path: Path) -> None:
    signed_in(tmp_path, 2)
    with ledger.opened(tmp_path) as con:
        first = json.loads(lines(tmp_path)[0])["sha256"]
        con.execute("update audit_head set count = 1, sha256 = ? where one = 1", [first])
    assert audit_log.check(tmp_path) == []
    signed_in(tmp_path, 1)
    assert len(lines(tmp_path)) == 3
    assert audit_log.check(tmp_path) == []


def test_a_writer_killed_before_and_after_its_line_leaves_the_trail_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(tmp_path, 2)
    append = audit_log._append

    def killed_after(handle: int, line: bytes) -> None:
        append(handle, line)
        raise KeyboardInterrupt

    def killed_before(*_: object) -> None:
        raise KeyboardInterrupt

    for number, killed in enumerate([killed_after, killed_before, killed_after, killed_after], 1):
        monkeypatch.setattr(audit_log, "_append", killed)
        with pytest.raises(KeyboardInterrupt):
            signed_in(tmp_path, number)
        assert audit_log.check(tmp_path) == []
    monkeypatch.setattr(audit_log, "_append", append)
    signed_in(tmp_path, 1)
    assert len(lines(tmp_path)) == 6
    assert audit_log.check(tmp_path) == []


def test_what_is_done_from_the_command_line_leaves_one_line_each_and_what_is_refused_none(tmp_path: Path) -> None:
    folder, backup = tmp_path / "company", str(tmp_path / "b.tar")
    (tmp_path / "roster 2026-09-30.csv").write_text(ROSTER)
    for words in (
        ["load", str(tmp_path / "roster 2026-09-30.csv")],
        ["access", "grant", "bo@example.com", "analyst"],
        ["access", "grant", "bo@example.com", "emperor"],
        ["access", "revoke", "nobody@example.com"],
        ["access", "revoke", "bo@example.com"],
        ["backup", backup],
        ["erase", "90017", "--yes"],
        ["erase", "no such number", "--yes"],
        ["restore", backup],
        ["restore", str(tmp_path / "none.tar")],
        ["undo"],
    ):
        with suppress(SystemExit):
            main([*words, "--data", str(folder)])
    told = audit_log.entries(folder)
    assert [entry.what for entry in told] == ["load", "grant", "revoke", "backup", "erase", "restore"]
    assert {entry.who for entry in told} == {getpass.getuser()}
    assert audit_log.check(folder) == []
    assert "90017" not in audit_log.file(folder).read_text()


def test_a_user_whose_name_is_erased_leaves_the_chain_whole(tmp_path: Path) -> None:
    signed_in(tmp_path, 2)
    assert "user1" not in audit_log.file(tmp_path).read_text()
    with ledger.opened(tmp_path) as con:
        con.execute("update actors set who = null where who = 'user1@example.com'")
    assert [entry.who for entry in audit_log.entries(tmp_path)] == ["user0@example.com", "erased"]
    assert audit_log.check(tmp_path) == []


def test_what_the_trail_does_not_know_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="gossip"):
        audit_log.note(tmp_path, who="ana", what="gossip", at=NOW)
    with pytest.raises(ValueError, match="employee_id"):
        audit_log.note(tmp_path, who="ana", what="download", at=NOW, employee_id="90017")
    audit_log.note(tmp_path, who="ana", what="download", at=NOW, filters={"track": ["ic"], "leave": ["90017"]})
    assert audit_log.entries(tmp_path)[0].details["filters"] == {"track": ["ic"], "leave": "not written"}


def test_four_processes_at_once_make_one_chain(tmp_path: Path) -> None:
    code = (
        "import sys, datetime, pathlib; sys.path.insert(0, sys.argv[1]); from data_loaders.records import audit_log\n"
        "for _ in range(10): audit_log.note(pathlib.Path(sys.argv[2]), who=sys.argv[3], what='sign_in', "
        "at=datetime.datetime(2026, 1, 1))"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(ROOT), str(tmp_path), str(n)]) for n in range(4)]
    assert [writer.wait() for writer in writers] == [0] * 4
    assert len(lines(tmp_path)) == 40
    assert audit_log.check(tmp_path) == []


def test_loads_settings_grants_and_undo_leave_a_line_each_and_no_value_of_anybody(tmp_path: Path) -> None:
    folder = tmp_path / "company"
    file = tmp_path / "Zenobia Quill 2026-09-30.csv"
    file.write_text(ROSTER)
    data = ["--data", str(folder)]
    assert main(["load", str(file), *data]) == 0
    company_settings.choose(Store(folder), {"min_group": 7}, loaded_at=NOW, loaded_by="ana")
    grants.grant(folder, grants.Grant("bo@example.com", "hr"), by="ana", at=NOW)
    load_history.undo(Store(folder), NOW, undone_by="ana")
    assert main(["undo", *data]) == 0
    assert main(["undo", *data]) == 1
    told = audit_log.entries(folder)
    assert [entry.what for entry in told] == ["load", "settings", "grant", "undo", "undo"]
    assert told[0].details["tables"]["employees"]["added"] == 2
    assert told[0].details["generation"] == "000001"
    assert told[2].details == {"role": "hr", "units": "all", "persons": [], "whom": "bo@example.com"}
    assert (told[3].who, told[3].details["load_id"]) == ("ana", 2)
    for value in ("Zenobia", "Quill", "90017", "2018"):
        assert value not in audit_log.file(folder).read_text()


def test_a_load_refused_or_tried_out_leaves_no_line(tmp_path: Path) -> None:
    file = tmp_path / "roster_2026-09-30.csv"
    file.write_text(ROSTER)
    data = ["--data", str(tmp_path / "company")]
    assert main(["load", str(file), "--dry-run", *data]) == 0
    file.write_text(ROSTER + "9,Cy,no date,ic\n")
    assert main(["load", str(file), *data]) == 1
    assert audit_log.entries(tmp_path / "company") == []


def test_the_command_lists_checks_and_names_the_broken_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    signed_in(tmp_path, 3)
    data = ["--data", str(tmp_path)]
    assert main(["audit", "list", "--json", *data]) == 0
    assert [one["who"] for one in json.loads(capsys.readouterr().out)] == [f"user{n}@example.com" for n in range(3)]
    assert main(["audit", "check", *data]) == 0
    assert "3 lines" in capsys.readouterr().out
    rewrite(tmp_path, [lines(tmp_path)[0], lines(tmp_path)[2]])
    assert main(["audit", "check", *data]) == 1
    assert "Line 2" in capsys.readouterr().err
