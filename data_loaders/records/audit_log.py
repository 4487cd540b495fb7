"""The audit trail, `audit.jsonl`: append-only, one line per act, each chained to the line before by its sha256.

The ledger keeps the number and hash of the last line, so that a tail cut off or added is found as well; it has the hash
of a new line before the line is written. Users stand in the trail as tokens whose names are in the ledger, so that a
name can be erased and the chain stays whole. Nothing of the workforce is written: no ids, no names, no filter that
could name a person.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock

from data_loaders.database import connection
from data_loaders.records import ledger

WHATS = (
    "sign_in",
    "load",
    "mend",
    "undo",
    "download",
    "view_persons",
    "grant",
    "revoke",
    "settings",
    "erase",
    "backup",
    "restore",
)
DETAILS = frozenset(
    {"metric", "page", "filters", "as_of", "role", "unit", "units", "persons", "whom"}
    | {"rows", "count", "sha256", "format", "bytes"}
    | {"load_id", "tables", "files", "generation", "generations", "uploads", "backups", "settings"}
)
# What a filter may name besides persons; the values of any other are not written.
_GROUPS = frozenset(
    {"as_of", "months", "by", "track", "business_unit", "department", "location", "country", "job_family"}
    | {"job_level", "gender", "generation", "offered_track", "criticality"}
)
_NOTHING = "0" * 64
_WRITTEN, _ON_ITS_WAY = 1, 2
End = tuple[int, str]  # number and hash of a line


@dataclass(frozen=True)
class Entry:
    """One line of the trail, with the user's name as far as it is still known."""

    number: int
    at: str
    who: str
    what: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Break:
    """Where the trail is not what was written, counted from 1, and how it shows."""

    line: int
    problem: str


def file(folder: Path) -> Path:
    """Where a company's trail lies."""
    return folder / "audit.jsonl"


def note(folder: Path, *, who: str, what: str, at: datetime, whom: str | None = None, **details: Any) -> int:
    """Add a line, on disk when this returns; returns its number. `whom` is another user, written as a token like `who`.

    Raises ValueError for an unknown kind of act or detail.
    """
    if what not in WHATS or (unknown := set(details) - DETAILS):
        raise ValueError(f"The trail does not know {what if what not in WHATS else ', '.join(sorted(unknown))}.")
    if "filters" in details:
        details["filters"] = {k: v if k in _GROUPS else "not written" for k, v in dict(details["filters"]).items()}
    line = {"at": at.isoformat(timespec="seconds"), "who": _token(folder, who), "what": what}
    affected = {"whom": _token(folder, whom)} if whom else {}
    with held(folder) as handle, ledger.opened(folder) as con:
        count, head = _end(handle, con)
        chained = {"n": count + 1, **line, "details": {**details, **affected}, "before": head}
        sha256 = _digest(chained)
        text = json.dumps({**chained, "sha256": sha256}, ensure_ascii=False, default=str)
        _store_end(con, _WRITTEN, (count, head))
        _store_end(con, _ON_ITS_WAY, (count + 1, sha256))
        con.commit()
        _append(handle, text.encode() + b"\n")
        _store_end(con, _WRITTEN, (count + 1, sha256))
    return count + 1


def entries(folder: Path) -> list[Entry]:
    """Every whole line of the trail, oldest first; a line that cannot be read is left out, and `check` names it."""
    names = _names(folder)
    trail = []
    for line in _lines(folder):
        content = _parsed(line)
        if content:
            details = {k: names.get(v, "erased") if k == "whom" else v for k, v in content["details"].items()}
            trail.append(
                Entry(content["n"], content["at"], names.get(content["who"], "erased"), content["what"], details)
            )
    return trail


def check(folder: Path) -> list[Break]:
    """The breaks of the chain, in order; empty where every line is as it was written and none is missing."""
    breaks, before, number, ends = [], _NOTHING, 0, [(0, _NOTHING)]
    for number, line in enumerate(_lines(folder), 1):
        content = _parsed(line)
        if content is None:
            breaks.append(Break(number, "it cannot be read"))
        elif content["sha256"] != _digest({k: v for k, v in content.items() if k != "sha256"}):
            breaks.append(Break(number, "it was changed after it was written"))
        elif content["n"] != number or content["before"] != before:
            breaks.append(Break(number, "it does not follow the line before: a line was changed, taken out or put in"))
        before = content["sha256"] if content else ""
        ends.append((number, before))
    try:
        written, coming = _ends_in_ledger(folder)
    except sqlite3.Error:
        return [*breaks, Break(number, "the ledger, which keeps where the trail ends, cannot be read")]
    if number < written[0]:
        breaks.append(Break(number + 1, f"the trail ends before it: {written[0]:,} lines were written"))
    elif not breaks and (written not in ends or ends[-1] not in (written, coming)):
        breaks.append(Break(number, "its end is not what the ledger keeps"))
    return breaks


def settle_end(folder: Path) -> None:
    """Set the end kept in the ledger to the last line, after the ledger was replaced by another folder's."""
    read = [said for said in map(_parsed, _lines(folder)) if said]
    with ledger.opened(folder) as con:
        con.execute("delete from audit_head")
        if read:
            _store_end(con, _WRITTEN, (read[-1]["n"], read[-1]["sha256"]))


@contextmanager
def held(folder: Path) -> Iterator[int]:
    """The trail, open to append and held against other writers."""
    connection.private()
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "audit.lock", timeout=30):
        handle = os.open(file(folder), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            yield handle
        finally:
            os.close(handle)


def _append(handle: int, line: bytes) -> None:
    """The whole line on disk, or none of it."""
    length = os.fstat(handle).st_size
    try:
        if os.write(handle, line) != len(line):
            raise OSError(28, "No space left on device")
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, length)
        raise


def _end(handle: int, con: sqlite3.Connection) -> End:
    """Number and hash of the last line. Half a line, left by a killed writer, was never reported as written: it goes.

    Nothing else does: a whole line that the ledger expected is counted, and a tail cut off stays missing.
    """
    written, coming = _stored_ends(con)
    length = os.fstat(handle).st_size
    start = max(0, length - 65536)
    os.lseek(handle, start, os.SEEK_SET)
    tail = os.read(handle, length - start)
    whole = tail.rfind(b"\n") + 1
    if whole < len(tail):
        os.ftruncate(handle, start + whole)
    last = _parsed(tail[:whole].rstrip(b"\n").rpartition(b"\n")[2])
    return coming if last and (last["n"], last["sha256"]) == coming else written


def _lines(folder: Path) -> list[bytes]:
    try:
        content = file(folder).read_bytes()
    except FileNotFoundError:
        return []
    return content.split(b"\n")[:-1]  # what follows the last line end was never told as done


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        content = json.loads(line)
    except ValueError:
        return None
    complete = isinstance(content, dict) and {"n", "at", "who", "what", "details", "before", "sha256"} <= set(content)
    return content if complete and isinstance(content["details"], dict) else None


def _digest(line: Mapping[str, Any]) -> str:
    text = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _ends_in_ledger(folder: Path) -> tuple[End, End]:
    if not ledger.file(folder).exists():
        return (0, _NOTHING), (0, _NOTHING)
    with ledger.opened(folder) as con:
        return _stored_ends(con)


def _stored_ends(con: sqlite3.Connection) -> tuple[End, End]:
    """The two ends in the ledger: the last line written, and the last one about to be written."""
    rows = {end: (count, sha256) for end, count, sha256 in con.execute("select one, count, sha256 from audit_head")}
    if not all(isinstance(count, int) and isinstance(sha256, str) for count, sha256 in rows.values()):
        raise sqlite3.DatabaseError("damaged")
    return rows.get(_WRITTEN, (0, _NOTHING)), rows.get(_ON_ITS_WAY, (0, _NOTHING))


def _store_end(con: sqlite3.Connection, which: int, end: End) -> None:
    con.execute("insert or replace into audit_head values (?, ?, ?)", [which, *end])


def _token(folder: Path, who: str) -> str:
    """The token that stands for a user in the trail, created at their first line."""
    name = who.strip().casefold()
    with ledger.opened(folder) as con:
        row = con.execute("select token from actors where who = ?", [name]).fetchone()
        if row:
            return str(row[0])
        token = secrets.token_hex(8)
        con.execute("insert into actors values (?, ?)", [token, name])
        return token


def _names(folder: Path) -> dict[str, str]:
    if not ledger.file(folder).exists():
        return {}
    try:
        with ledger.opened(folder) as con:
            return dict(con.execute("select token, who from actors where who is not null"))
    except sqlite3.Error:
        return {}  # the lines are shown all the same; `check` says that the ledger is damaged
