"""The right to erasure: one person leaves every state, kept file, remembered word and backup of a data folder.

Every generation is copied into a new file without the person, under a new number, so that nothing that was shown of the
old ones is shown again. `erasing.json` stands in the folder while this is under way: an erasure that was interrupted is
finished before anything else is loaded.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from data_loaders import storage_errors
from data_loaders.privacy import database_redaction, erased_ids, erased_remains, file_redaction
from data_loaders.privacy.erased_remains import Remain
from data_loaders.privacy.folder_redaction import (
    STAGE,
    Erasure,
    cleanse,
    forget_remembered_words,
    gather,
    holds_unowned_rows,
    redact_uploads,
    replace_files,
)
from data_loaders.privacy.person import Person
from data_loaders.problems import LoadRefused
from data_loaders.store import archive, checksums
from data_loaders.store.files import flushed, written
from data_loaders.store.generations import ERASING, Store


def erase(store: Store, employee_id: str, *, by: str, at: datetime) -> Erasure:
    """Take one person out of everything the folder holds; a later call finishes one that was interrupted.

    Raises LoadRefused, with nothing changed, where nobody has this id.
    """
    with storage_errors.as_load_errors(), store.locked(erasing=True):
        person = _interrupted_person(store.folder) or Person(employee_id.strip())
        if person.identity != employee_id.strip():
            raise LoadRefused("Another erasure was interrupted.", "Finish it first: `erase --finish`.")
        done = Erasure()
        try:
            if not _is_published(store):
                _write_anew(store, person, done, by, at)
            _finish(store, person, done)
        finally:
            file_redaction.forget()
        return done


def interrupted(store: Store) -> str | None:
    """The id of the person whose erasure was interrupted, if one was."""
    person = _interrupted_person(store.folder)
    return person.identity if person else None


def _marker(folder: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads((folder / ERASING).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return content


def _interrupted_person(folder: Path) -> Person | None:
    stored = _marker(folder).get("person")
    return (
        Person(stored["identity"], set(stored["names"]), set(stored["emails"]), set(stored["offers"]))
        if stored
        else None
    )


def _is_published(store: Store) -> bool:
    return bool(_marker(store.folder).get("generation", "") == store.current())


def _write_anew(store: Store, person: Person, done: Erasure, by: str, at: datetime) -> None:
    """Write the redacted generations and stage the redacted files, then make the new generation current.

    The pointer moves last: an erasure interrupted before that starts again, one interrupted after it is only finished.
    """
    shutil.rmtree(store.folder / STAGE, ignore_errors=True)
    store.tidy()
    if store.current():
        store.open().close()  # a damaged state is told before anything is touched; an older one gets a new name
    current = store.current()
    remains = _remains_of(store, person)
    person.offers |= {identity for remain in remains for identity in remain.inside}
    mappings = gather(store, person, done)
    staged = redact_uploads(store.uploads, store.folder / STAGE, mappings, person, done)
    if not person.found and not staged.files and not remains:
        raise LoadRefused(f"Nothing was changed: nobody here has the id {person.identity}.")
    _write_marker(store, {"person": person.as_dict(), "generation": None})
    if current is None:
        return
    names = sorted(store.good())
    first = max(map(int, store.kept())) + 1
    renamed = {name: f"{first + place:06d}" for place, name in enumerate(n for n in names if n != current)}
    renamed[current] = f"{first + len(renamed):06d}"
    for old, new in renamed.items():
        partial = store.generations / f"{new}.partial.duckdb"
        removed = database_redaction.rewrite(store.path(old), partial, store.folder, person, staged, renamed)
        flushed(partial)
        digest = checksums.keep(partial, store.path(new))
        partial.replace(store.path(new))
        done.generations += 1
        if old == current:
            done.rows, done.pointers = removed.rows, removed.pointers
    flushed(store.generations)
    _write_marker(store, {"person": person.as_dict(), "generation": renamed[current], "first": first})
    store.tell(by, "erase", at, count=1, rows=done.rows, generations=done.generations, files=len(staged.files))
    store.point(renamed[current], digest)


def _remains_of(store: Store, person: Person) -> list[Remain]:
    """What is left of erased people, where this person was erased before: there may be nothing else to find."""
    known = erased_ids.Known(store.folder)
    return erased_remains.anywhere(store, known) if known.is_person(person.identity) else []


def _write_marker(store: Store, content: Mapping[str, Any]) -> None:
    next_marker = store.folder / f"{ERASING}.next"
    written(next_marker, json.dumps(content))
    next_marker.replace(store.folder / ERASING)
    flushed(store.folder)


def _finish(store: Store, person: Person, done: Erasure) -> None:
    """Once the new state is current: remove old states and files, then remembered words, then redact the backups."""
    replace_files(store)
    first = int(_marker(store.folder).get("first") or 0)
    for name in store.kept():
        if int(name) < first:
            store.drop(name)
    forget_remembered_words(store.folder, person)
    for backup in sorted(store.backups.glob("*")):
        _clean_backup(backup, store, person, done)
    erased_ids.remember(store.folder, person.identity, person.offers)
    (store.folder / ERASING).unlink(missing_ok=True)
    shutil.rmtree(store.folder / STAGE, ignore_errors=True)
    flushed(store.folder)


def _clean_backup(backup: Path, store: Store, person: Person, done: Erasure) -> None:
    """Redact a backup. A damaged one cannot be searched and can restore nothing, so it is deleted."""
    try:
        with archive.unpacked(backup, store.folder) as folder:
            if cleanse(folder, person):
                archive.repack(folder, backup)
                done.backups += 1
    except LoadRefused:
        backup.unlink()
        done.lost.append(f"backup {backup.name}")


def forget_again(unpacked: Path, folder: Path) -> int:
    """Remove from an unpacked backup the people erased in `folder` since; returns how many."""
    if not erased_ids.anybody(folder):
        return 0
    inside = Store(unpacked)
    erased = {who for remain in erased_remains.in_folder(inside, erased_ids.Known(folder)) for who in remain.persons}
    for identity in sorted(erased):
        cleanse(unpacked, Person(identity))
    if holds_unowned_rows(inside, inside.current() or ""):  # of whom, nobody knows any more
        cleanse(unpacked, Person(""))
    return len(erased)
