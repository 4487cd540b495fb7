"""The ledger: HR's answers about layouts and words, grants, hashes of erased people, and the end of the audit trail.

A small SQLite file, `ledger.sqlite`, that several processes may use at once and that undo leaves alone.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from data_loaders.contract.headings import plain as plain_heading
from data_loaders.contract.upload_answers import Order, UploadAnswers
from data_loaders.contract.value_words import plain as plain_word
from data_loaders.database import connection

_TABLES = """
create table if not exists headings (
    layout text not null, field text not null, heading text not null, primary key (layout, field)
);
create table if not exists answers (
    layout text not null, what text not null, says text not null, primary key (layout, what)
);
create table if not exists words (
    field text not null, word text not null, means text not null, primary key (field, word)
);
create table if not exists grants (
    who text not null primary key, role text not null, units text, persons text, employee_id text
);
create table if not exists actors (token text not null primary key, who text);
create table if not exists signed_out (sign_in text not null primary key, at real not null);
create table if not exists erased (hash text not null primary key);
create table if not exists keys (name text not null primary key, value blob not null);
create table if not exists audit_head (one integer primary key, count integer not null, sha256 text not null);
"""


def file(folder: Path) -> Path:
    """Where a company's ledger lies."""
    return folder / "ledger.sqlite"


@contextmanager
def opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """The ledger of a company for one transaction: kept where the block ends well, else left as it was."""
    connection.private()
    folder.mkdir(parents=True, exist_ok=True)
    con = sqlite3.connect(file(folder), timeout=30)
    try:
        with con:
            con.executescript(_TABLES)
            yield con
    finally:
        con.close()


def is_whole(folder: Path) -> bool:
    """Whether there is a ledger, and it can be read from end to end."""
    if not file(folder).exists():
        return False
    try:
        with opened(folder) as con:
            (verdict,) = con.execute("pragma integrity_check").fetchone()
    except sqlite3.Error:
        return False
    return bool(verdict == "ok")


def compact(folder: Path) -> None:
    """Write the ledger anew, so that nothing deleted stays inside its file."""
    with closing(sqlite3.connect(file(folder), timeout=30)) as con:
        con.execute("vacuum")


def recall_from(folder: Path, other: Path) -> None:
    """Replace the answers about layouts and words by those of another ledger; grants and all else stay."""
    with closing(sqlite3.connect(file(other))) as source, opened(folder) as con:
        for table in ("headings", "answers", "words"):
            rows = source.execute(f"select * from {table}").fetchall()
            con.execute(f"delete from {table}")
            if rows:
                con.executemany(f"insert into {table} values ({', '.join('?' * len(rows[0]))})", rows)


class Ledger:
    """The remembered answers of one company."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, file(folder)

    def mapping(self, headings: Iterable[str]) -> dict[str, str]:
        """Field → heading as HR confirmed it for a sheet with these headings; empty for a layout not seen before."""
        if not self._file.exists():
            return {}
        with opened(self._folder) as con:
            rows = con.execute("select field, heading from headings where layout = ?", [layout(headings)]).fetchall()
        return dict(rows)

    def remember_mapping(self, headings: Iterable[str], mapping: Mapping[str, str]) -> None:
        """Keep what HR confirmed for this layout; an older answer for the same field is replaced."""
        key = layout(headings)
        with opened(self._folder) as con:
            con.executemany(
                "insert or replace into headings values (?, ?, ?)", [(key, *answer) for answer in mapping.items()]
            )

    def recall(self, headings: Iterable[str]) -> UploadAnswers:
        """What HR confirmed for a sheet with these headings: its mapping, its table, its order of day and month."""
        mapping = self.mapping(headings := list(headings))
        if not self._file.exists():
            return UploadAnswers()
        with opened(self._folder) as con:
            says = dict(con.execute("select what, says from answers where layout = ?", [layout(headings)]).fetchall())
        return UploadAnswers(mapping=mapping, table=says.get("table"), order=cast("Order | None", says.get("order")))

    def remember(self, headings: Iterable[str], *, table: str | None, order: str | None) -> None:
        """Keep which table a layout holds and how its days are read, where HR said so."""
        key = layout(headings)
        said = [(key, what, says) for what, says in (("table", table), ("order", order)) if says]
        with opened(self._folder) as con:
            con.executemany("insert or replace into answers values (?, ?, ?)", said)

    def words(self) -> dict[tuple[str, str], str]:
        """(field, word without case and punctuation) → what HR said it means."""
        if not self._file.exists():
            return {}
        with opened(self._folder) as con:
            return {(field, word): means for field, word, means in con.execute("select * from words")}

    def remember_words(self, answers: Mapping[tuple[str, str], str]) -> None:
        """Keep what HR said words of a field mean."""
        with opened(self._folder) as con:
            con.executemany(
                "insert or replace into words values (?, ?, ?)",
                [(field, plain_word(word), means) for (field, word), means in answers.items()],
            )

    def put_back(self, said: Mapping[tuple[str, str], str], before: Mapping[tuple[str, str], str]) -> None:
        """Restore the earlier meanings of words; words that were answered otherwise since stay."""
        with opened(self._folder) as con:
            for (field, word), means in said.items():
                key = (field, plain_word(word), means)
                earlier = before.get((field, word), before.get(key[:2]))
                if earlier is None:
                    con.execute("delete from words where field = ? and word = ? and means = ?", key)
                else:
                    con.execute(
                        "update words set means = ? where field = ? and word = ? and means = ?", (earlier, *key)
                    )


def layout(headings: Iterable[str]) -> str:
    """A sheet's layout: the same headings in any order, case and punctuation give the same key."""
    return hashlib.sha256("\n".join(sorted(filter(None, map(plain_heading, headings)))).encode()).hexdigest()


def key(folder: Path) -> bytes:
    """The company's key, 32 bytes; the same on every call."""
    with opened(folder) as con:
        con.execute("insert or ignore into keys values ('pseudonyms', ?)", [secrets.token_hex(32)])
        (value,) = con.execute("select value from keys where name = 'pseudonyms'").fetchone()
    return bytes.fromhex(value)
