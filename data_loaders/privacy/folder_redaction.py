"""Redact one person from a company's folder, live or unpacked from a backup."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data_loaders.privacy import database_redaction, file_redaction
from data_loaders.privacy.database_redaction import Replaced
from data_loaders.privacy.person import Person, gather_names, unowned
from data_loaders.records import ledger
from data_loaders.store import checksums, pointer
from data_loaders.store.files import flushed, written
from data_loaders.store.generations import Store
from data_loaders.store.pointer import Pointer

STAGE = "erase.partial"


@dataclass
class Erasure:
    """Counts of an erasure: rows and pointers removed in the newest state; states, files and backups rewritten."""

    rows: int = 0
    pointers: int = 0
    generations: int = 0
    files: int = 0
    backups: int = 0
    lost: list[str] = field(default_factory=list)  # damaged, so that nobody could be taken out: removed

    def __str__(self) -> str:
        summary = (
            f"{self.rows:,} rows removed, {self.pointers:,} others no longer point at the person; written anew: "
            f"{self.generations:,} states, {self.files:,} kept files, {self.backups:,} backups."
        )
        return summary + (f" Removed, as damaged: {', '.join(self.lost)}." if self.lost else "")


def gather(store: Store, person: Person, done: Erasure) -> dict[int, Any]:
    """Add the person's names, e-mails and offers in this folder to `person`; returns load id → mapping of its files."""
    mappings: dict[int, Any] = {}
    good = store.good()
    for name in store.kept():
        if name not in good:
            done.lost.append(f"state {name}")
            continue
        con = store.open(name)
        person.found += gather_names(con, person)
        for load_id, mapping in con.execute("select load_id, mapping from loads").fetchall():
            mappings.setdefault(load_id, json.loads(mapping or "{}"))
        con.close()
    for path in file_redaction.kept(store.uploads):
        file_redaction.gather(path, mappings.get(file_redaction.load(path), {}), person)
    return mappings


def redact_uploads(uploads: Path, stage: Path, mappings: Mapping[int, Any], person: Person, done: Erasure) -> Replaced:
    """Write redacted copies of the kept files that name the person into `stage`."""
    replaced = Replaced()
    for path in file_redaction.kept(uploads):
        load = file_redaction.load(path)
        redacted = file_redaction.cleaned(path, mappings.get(load, {}), person)
        if redacted is None:
            continue
        target = stage / str(load) / redacted.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(redacted.content)
        flushed(target)
        replaced.files[load, path.name] = (
            redacted.name,
            hashlib.sha256(redacted.content).hexdigest(),
            len(redacted.content),
        )
        replaced.rows |= {(load, path.name, sheet, row) for sheet, row in redacted.rows}
        done.files += 1
    listed = [[load, old, new] for (load, old), (new, _, _) in replaced.files.items()]
    if listed:
        written(stage / "files.json", json.dumps(listed))
    return replaced


def replace_files(store: Store) -> None:
    stage = store.folder / STAGE
    try:
        listed = json.loads((stage / "files.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    for load, old, new in listed:
        staged, folder = stage / str(load) / new, store.uploads / str(load)
        if staged.exists():
            staged.replace(folder / new)
        if old != new:
            (folder / old).unlink(missing_ok=True)
        flushed(folder)


def forget_remembered_words(folder: Path, person: Person) -> None:
    """Delete from the ledger the person's grants and user names, and remembered headings and words that name them.

    The file is compacted afterwards: SQLite keeps deleted rows in free pages.
    """
    if not ledger.file(folder).exists():
        return
    with ledger.opened(folder) as con:
        con.execute("pragma secure_delete = on")
        users = [who for (who,) in con.execute("select who from grants where employee_id = ?", [person.identity])]
        con.execute("delete from grants where employee_id = ?", [person.identity])
        users += [email.casefold() for email in person.emails]
        con.executemany("delete from grants where who = ?", [(who,) for who in users])
        con.executemany("update actors set who = null where who = ?", [(who,) for who in users])
        for table in ("headings", "answers", "words"):
            for rowid, *values in con.execute(f"select rowid, * from {table}").fetchall():
                if any(person.is_named(value) or person.scrubbed(value) != value for value in values):
                    con.execute(f"delete from {table} where rowid = ?", [rowid])
    ledger.compact(folder)


def cleanse(folder: Path, person: Person) -> bool:
    """Redact a person from an unpacked backup; returns whether anything was changed."""
    inside, done = Store(folder), Erasure()
    inside.open().close()
    name = inside.current() or ""
    for older in inside.kept():
        if older != name:  # one of an older version was upgraded into a state of its own: it still holds the person
            inside.drop(older)
    mappings = gather(inside, person, done)
    staged = redact_uploads(inside.uploads, folder / STAGE, mappings, person, done)
    if not (person.found or staged.files or holds_unowned_rows(inside, name)):
        return False
    rewritten = inside.generations / "rewritten"
    database_redaction.rewrite(inside.path(name), rewritten, folder, person, staged, {})
    digest = checksums.keep(rewritten, inside.path(name))
    rewritten.replace(inside.path(name))
    pointer.write(folder, Pointer(name, digest))
    replace_files(inside)
    shutil.rmtree(folder / STAGE, ignore_errors=True)
    forget_remembered_words(folder, person)
    for leftover in (folder / "temp", folder / "audit.lock", folder / "lock"):
        shutil.rmtree(leftover, ignore_errors=True) if leftover.is_dir() else leftover.unlink(missing_ok=True)
    return True


def holds_unowned_rows(store: Store, name: str) -> bool:
    con = store.open(name)
    try:
        return bool(unowned(con))
    finally:
        con.close()
