"""The right to erasure: one person leaves every state, kept file, remembered word and backup of a data folder.

Every generation is copied into a new file without the person, under a new number, so that nothing that was shown of the
old ones is shown again. `erasing.json` stands in the folder while this is under way: an erasure that was interrupted is
finished before anything else is loaded.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from data_loaders import archives, checksums, erased, faults, ledger, originals, remains, rewriting, traces
from data_loaders.disk import flushed, written
from data_loaders.problems import LoadRefused
from data_loaders.remains import Remain
from data_loaders.rewriting import Replaced
from data_loaders.store import ERASING, Store
from data_loaders.traces import Person

_STAGE = "erase.partial"


@dataclass
class Erasure:
    """What left: rows in the newest state, pointers at the person there, states, files and backups written anew."""

    rows: int = 0
    pointers: int = 0
    generations: int = 0
    files: int = 0
    backups: int = 0
    lost: list[str] = field(default_factory=list)  # damaged, so that nobody could be taken out: removed

    def __str__(self) -> str:
        told = (
            f"{self.rows:,} rows removed, {self.pointers:,} others no longer point at the person; written anew: "
            f"{self.generations:,} states, {self.files:,} kept files, {self.backups:,} backups."
        )
        return told + (f" Removed, as damaged: {', '.join(self.lost)}." if self.lost else "")


def erase(store: Store, employee_id: str, *, by: str, at: datetime) -> Erasure:
    """Take one person out of everything the folder holds; a later call finishes one that was interrupted.

    Raises LoadRefused, with nothing changed, where nobody has this id.
    """
    with faults.told(), store.locked(erasing=True):
        person = _begun(store.folder) or Person(employee_id.strip())
        if person.identity != employee_id.strip():
            raise LoadRefused("Another erasure was interrupted. Finish it first: `erase --finish`.")
        done = Erasure()
        try:
            if not _published(store):
                _write_anew(store, person, done, by, at)
            _finish(store, person, done)
        finally:
            originals.forget()
        return done


def interrupted(store: Store) -> str | None:
    """The id of the person whose erasure was interrupted, if one was."""
    begun = _begun(store.folder)
    return begun.identity if begun else None


def _marker(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / ERASING).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found


def _begun(folder: Path) -> Person | None:
    said = _marker(folder).get("person")
    return Person(said["identity"], set(said["names"]), set(said["emails"]), set(said["offers"])) if said else None


def _published(store: Store) -> bool:
    return bool(_marker(store.folder).get("generation", "") == store.current())


def _write_anew(store: Store, person: Person, done: Erasure, by: str, at: datetime) -> None:
    """New states and files, lying ready, and the new state made current."""
    shutil.rmtree(store.folder / _STAGE, ignore_errors=True)
    store.tidy()
    current = store.current()
    if current:
        store.open(current).close()  # a damaged state is told before anything is touched
    left = _left(store, person)
    person.offers |= {one for remain in left for one in remain.inside}
    mappings = _gather(store, person, done)
    staged = _clean_uploads(store.uploads, store.folder / _STAGE, mappings, person, done)
    if not person.found and not staged.files and not left:
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
        removed = rewriting.rewrite(store.path(old), partial, store.folder, person, staged, renamed)
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


def _left(store: Store, person: Person) -> list[Remain]:
    """What is left of people who were erased, where this person is one of them: there may be nothing else to find."""
    known = erased.Known(store.folder)
    return remains.anywhere(store, known) if known.is_person(person.identity) else []


def _gather(store: Store, person: Person, done: Erasure) -> dict[int, Any]:
    """Everything the person is called; and what each load said of its files."""
    mappings: dict[int, Any] = {}
    good = store.good()
    for name in store.kept():
        if name not in good:
            done.lost.append(f"state {name}")
            continue
        con = store.open(name)
        person.found += traces.gather(con, person)
        for load_id, mapping in con.execute("select load_id, mapping from loads").fetchall():
            mappings.setdefault(load_id, json.loads(mapping or "{}"))
        con.close()
    for path in originals.kept(store.uploads):
        originals.gather(path, mappings.get(originals.load(path), {}), person)
    return mappings


def _clean_uploads(uploads: Path, stage: Path, mappings: Mapping[int, Any], person: Person, done: Erasure) -> Replaced:
    """Kept files without the person, lying ready in `stage`."""
    replaced = Replaced()
    for path in originals.kept(uploads):
        load = originals.load(path)
        made = originals.cleaned(path, mappings.get(load, {}), person)
        if made is None:
            continue
        target = stage / str(load) / made.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made.content)
        flushed(target)
        replaced.files[load, path.name] = made.name, hashlib.sha256(made.content).hexdigest(), len(made.content)
        replaced.rows |= {(load, path.name, sheet, row) for sheet, row in made.rows}
        done.files += 1
    listed = [[load, old, new] for (load, old), (new, _, _) in replaced.files.items()]
    if listed:
        written(stage / "files.json", json.dumps(listed))
    return replaced


def _write_marker(store: Store, said: Mapping[str, Any]) -> None:
    following = store.folder / f"{ERASING}.next"
    written(following, json.dumps(said))
    following.replace(store.folder / ERASING)
    flushed(store.folder)


def _finish(store: Store, person: Person, done: Erasure) -> None:
    """The new state is current: the old states and files go, then remembered words, then what the backups hold."""
    _replace_files(store)
    first = int(_marker(store.folder).get("first") or 0)
    for name in store.kept():
        if int(name) < first:
            store.drop(name)
    _forget_words(store.folder, person)
    for held in sorted(store.backups.glob("*")):
        _clean_backup(held, store, person, done)
    erased.remember(store.folder, person.identity, person.offers)
    (store.folder / ERASING).unlink(missing_ok=True)
    shutil.rmtree(store.folder / _STAGE, ignore_errors=True)
    flushed(store.folder)


def _replace_files(store: Store) -> None:
    stage = store.folder / _STAGE
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


def _forget_words(folder: Path, person: Person) -> None:
    """Remembered headings and words, the user that the person was, and the pages that held them."""
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


def _clean_backup(held: Path, store: Store, person: Person, done: Erasure) -> None:
    """A backup without the person; one that is damaged cannot be searched, and can restore nothing: it goes."""
    try:
        with archives.unpacked(held, store.folder) as folder:
            if cleanse(folder, person):
                archives.repack(folder, held)
                done.backups += 1
    except LoadRefused:
        held.unlink()
        done.lost.append(f"backup {held.name}")


def cleanse(folder: Path, person: Person) -> bool:
    """Take a person out of an unpacked backup, where they stand in it."""
    inside, done = Store(folder), Erasure()
    name = inside.current() or ""
    mappings = _gather(inside, person, done)
    staged = _clean_uploads(inside.uploads, folder / _STAGE, mappings, person, done)
    if not (person.found or staged.files or _unowned(inside, name)):
        return False
    rewritten = inside.generations / "rewritten"
    rewriting.rewrite(inside.path(name), rewritten, folder, person, staged, {})
    digest = checksums.keep(rewritten, inside.path(name))
    rewritten.replace(inside.path(name))
    written(folder / "current", f"{name} {digest}\n")
    _replace_files(inside)
    shutil.rmtree(folder / _STAGE, ignore_errors=True)
    _forget_words(folder, person)
    for left in (folder / "temp", folder / "audit.lock"):
        shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
    return True


def _unowned(store: Store, name: str) -> bool:
    con = store.open(name)
    try:
        return bool(traces.unowned(con))
    finally:
        con.close()


def forget_again(unpacked: Path, folder: Path) -> int:
    """Take everybody out of an unpacked backup who was erased in `folder` since; how many."""
    if not erased.anybody(folder):
        return 0
    inside = Store(unpacked)
    again = {who for one in remains.in_folder(inside, erased.Known(folder)) for who in one.persons}
    for identity in sorted(again):
        cleanse(unpacked, Person(identity))
    if _unowned(inside, inside.current() or ""):  # of whom, nobody knows any more
        cleanse(unpacked, Person(""))
    return len(again)
