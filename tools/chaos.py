"""Kills, full disks and damaged files, until the figures say whether anything acknowledged was ever lost.

    python tools/chaos.py [--kills 300] [--full 48] [--damaged 300] [--seed 0]

A worker process loads, undoes, erases and backs up a small company without end, and says each act when it is done. It
is killed at a random moment; then the folder is opened: every act that was told as done must be there, at most the one
under way may be there besides, and nothing in between. Files are damaged at random places: the folder must then say so,
or show exactly what it showed before. Exits 1 where anything was lost, torn or silently wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from data_loaders.loading import load  # noqa: E402
from data_loaders.loading.request import LoadRequest  # noqa: E402
from data_loaders.maintenance import backup, integrity  # noqa: E402
from data_loaders.privacy import erasure  # noqa: E402
from data_loaders.problems import LoadError  # noqa: E402
from data_loaders.records import audit_log  # noqa: E402
from data_loaders.store import checksums, load_history  # noqa: E402
from data_loaders.store.generations import Store  # noqa: E402

NOW = datetime(2026, 1, 1)
PEOPLE = 40
ACTS = ("load", "undo", "erase", "backup")


def roster(folder: Path, number: int) -> Path:
    """A roster of PEOPLE people, all new, so that every load adds as many."""
    file = folder / f"activities {number}.csv"
    rows = [f"P{number:05d}-{person:03d},2020-01-01,ic" for person in range(PEOPLE)]
    file.write_text("\n".join(("Employee ID,Hire Date,Track", *rows)), encoding="utf-8")
    return file.rename(folder / f"roster_{2000 + number // 12}-{number % 12 + 1:02d}-28.csv")


def people(store: Store) -> frozenset[str]:
    """Who the company's data knows, read afresh."""
    checksums.forget()
    if store.current() is None:
        return frozenset()
    con = store.open()
    try:
        return frozenset(one for (one,) in con.execute("select distinct employee_id from roster_rows").fetchall())
    finally:
        con.close()


def act(store: Store, what: str, number: int, scratch: Path) -> None:
    """One act of the worker; what cannot be done just now is no act."""
    if what == "load":
        load.load_files(store, LoadRequest([roster(scratch, number)], NOW, "chaos"))
    elif what == "undo":
        load_history.undo(store, NOW)
    elif what == "backup":
        backup.backup(store, None, by="chaos", at=(NOW + timedelta(seconds=number)).astimezone())
        for old in sorted(store.backups.glob("*.tar"))[:-2]:
            old.unlink()
    elif interrupted := erasure.interrupted(store):
        erasure.erase(store, interrupted, by="chaos", at=NOW)
    elif known := sorted(people(store)):
        erasure.erase(store, known[number % len(known)], by="chaos", at=NOW)


def work(folder: Path, first: str, number: int) -> None:
    """Act without end, beginning with one act; a line before each act and one, with who is there, after it."""
    dice, store = random.Random(number), Store(folder)
    with tempfile.TemporaryDirectory() as scratch:
        wanted = [first]
        while True:
            what = "erase" if erasure.interrupted(store) else wanted.pop() if wanted else dice.choice(ACTS)
            number += 1
            print(json.dumps(["begin", what, number]), flush=True)
            with contextlib.suppress(LoadError):  # nothing to undo, or the state before is no longer kept
                act(store, what, number, Path(scratch))
            print(json.dumps(["done", what, sorted(people(store))]), flush=True)


def killed(folder: Path, what: str, after: float, number: int) -> tuple[str, str | None, int]:
    """Let a worker begin an act, kill it so many seconds later: the act under way, what is wrong then, its number."""
    store = Store(folder)
    if what != "erase" and (interrupted := erasure.interrupted(store)):
        erasure.erase(store, interrupted, by="chaos", at=NOW)
    before = people(store)
    command = [sys.executable, __file__, "--work", str(folder), what, str(number)]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert worker.stdout
    first = worker.stdout.readline()
    if not first:
        return "worker", f"the worker ended by itself: {worker.communicate()[1].strip()[-300:]}", number
    said = [json.loads(first)]
    time.sleep(after)
    os.kill(worker.pid, signal.SIGKILL)
    out, err = worker.communicate()
    said += [json.loads(line) for line in out.splitlines() if line.endswith("]")]
    if worker.returncode != -signal.SIGKILL:
        return "worker", f"the worker ended by itself: {err.strip()[-300:]}", number
    for kind, what, told in said:
        if kind == "done":
            before = frozenset(told)
        else:
            under_way, number = what, told
    last = said[-1][0] == "done"
    return (
        ("between" if last else under_way),
        _wrong(store, before, "between" if last else under_way, number),
        number,
    )


def _wrong(store: Store, before: frozenset[str], under_way: str, number: int) -> str | None:
    """What is wrong with a folder after a kill; None where everybody told of is there and nothing is torn."""
    now = people(store)
    came = {one for one in now - before if one.startswith(f"P{number:05d}-")}
    whole = {
        "between": now == before,
        "backup": now == before,
        "load": now == before or (now - before == came and before <= now and len(came) == PEOPLE),
        "undo": now == before or (now < before and len(before - now) <= PEOPLE),
        "erase": now == before or (now < before and len(before - now) == 1),
    }[under_way]
    if not whole:
        return f"{under_way}: {len(before)} people before, {len(now)} after"
    if broken := audit_log.check(store.folder):
        return f"{under_way}: trail line {broken[0].line} {broken[0].problem}"
    for held in store.backups.glob("*.tar"):
        with tempfile.TemporaryDirectory() as fresh:
            try:
                backup.restore(Store(fresh), held, by="chaos", at=NOW)
            except LoadError as refused:
                return f"{under_way}: a backup told as done does not restore: {refused}"
    return None


PHASES = (
    "data_loaders.store.generations.shutil.copyfile",
    "data_loaders.store.generations.migrations.upgrade",
    "data_loaders.store.generations.flushed",
    "data_loaders.store.generations.checksums.keep",
    "data_loaders.store.generations.written",
    "data_loaders.store.generations.audit_log.note",
    "data_loaders.store.load_history.shutil.copy",
    "data_loaders.privacy.database_redaction.rewrite",
    "data_loaders.privacy.erasure.written",
    "data_loaders.privacy.erasure.erased_ids.remember",
    "data_loaders.store.archive.flushed",
    "data_loaders.store.archive.tarfile.TarFile.add",
)


def full(folder: Path, phase: str, what: str, number: int) -> str | None:
    """One act with the disk full in one phase of it: what is wrong afterwards."""
    store = Store(folder)
    before = people(store)
    with tempfile.TemporaryDirectory() as scratch:
        with mock.patch(phase, side_effect=OSError(errno.ENOSPC, "No space left on device")):
            try:
                act(store, what, number, Path(scratch))
                refused = False
            except LoadError as said:
                refused = True
                if "disk is full" not in str(said) and "undo" not in str(said) and "kept" not in str(said):
                    return f"{what}, {phase}: told as {said}"
        now = people(store)
        if refused and what != "erase" and now != before:
            return f"{what}, {phase}: refused, and yet {len(before)} people became {len(now)}"
        if erasure.interrupted(store):
            act(store, "erase", number, Path(scratch))
    return _wrong(store, people(store), "between", number)


def damaged(folder: Path, dice: random.Random) -> tuple[str, str | None]:
    """Damage one file of a copy; the kind of file, and what is wrong: a figure that is another and nobody says so."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(shutil.copytree(folder, Path(scratch) / "company"))
        store = Store(copy)
        before, names = people(store), set(store.kept())
        files = [path for path in sorted(copy.rglob("*")) if path.is_file() and path.stat().st_size]
        victim = dice.choice([path for path in files if path.suffix != ".lock"])
        content = bytearray(victim.read_bytes())
        if dice.random() < 0.6:
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        else:
            content = content[: dice.randrange(len(content))]
        victim.write_bytes(content)
        checksums.forget()
        kind = victim.parent.name if victim.parent.name in ("generations", "backups") else victim.suffix or victim.name
        kind = "kept file" if victim.parent.parent.name == "uploads" else kind
        try:
            now = people(store)
        except LoadError:
            try:
                load_history.undo(store, NOW)
                people(store)
            except LoadError as refused:
                return kind, None if not names - {store.kept()[0]} else f"{victim.name}: no way back: {refused}"
            return kind, None
        if now != before:
            return kind, f"{victim.name}: {len(before)} people became {len(now)}, and nobody says so"
        told = any(one.problem for one in integrity.check_folder(store))
        quiet = kind in ("kept file", "generations", "current", ".jsonl")
        return kind, f"{victim.name}: damaged, and `check` does not say so" if quiet and not told else None


def lasting(folder: Path, number: int) -> dict[str, float]:
    """How many seconds each act takes, so that kills hit all of it."""
    seconds = {}
    for what in ACTS:
        with tempfile.TemporaryDirectory() as scratch:
            copy = shutil.copytree(folder, Path(scratch) / "company")
            began = time.monotonic()
            act(Store(copy), what, number, Path(scratch))
            seconds[what] = time.monotonic() - began
    return seconds


def company(folder: Path, number: int) -> int:
    """A company of a few loads to begin with."""
    with tempfile.TemporaryDirectory() as scratch:
        for _ in range(4):
            number += 1
            act(Store(folder), "load", number, Path(scratch))
        act(Store(folder), "backup", number, Path(scratch))
    return number


def run(kills: int, acts: int, harms: int, seed: int) -> int:
    """Do it all and print the figures; how many times something was wrong."""
    dice, wrong = random.Random(seed), []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "company"
        number, hit = company(folder, 0), Counter[str]()
        seconds = lasting(folder, number + 1)
        for turn in range(kills):
            what = ACTS[turn % len(ACTS)]
            under_way, problem, number = killed(folder, what, dice.uniform(0, 1.2 * seconds[what]), number)
            hit[under_way] += 1
            wrong += [problem] if problem else []
            if len(people(Store(folder))) > 20 * PEOPLE:
                shutil.rmtree(folder)
                number = company(folder, number)
        print(f"{kills} kills, during: {dict(hit)}; lost or torn: {len(wrong)}", flush=True)
        shutil.rmtree(folder)
        number, found = company(folder, number), []
        tried = list(product(ACTS, PHASES))[:acts]
        for what, phase in tried:
            number += 1
            problem = full(folder, phase, what, number)
            found += [problem] if problem else []
        phases = len({phase for _, phase in tried})
        print(f"{len(tried)} acts on a full disk, {phases} phases; lost, torn or not told: {len(found)}")
        harmed, silent = Counter[str](), []
        shutil.rmtree(folder)
        company(folder, number)
        for _ in range(harms):
            kind, problem = damaged(folder, dice)
            harmed[kind] += 1
            silent += [problem] if problem else []
        print(f"{harms} damaged files: {dict(harmed)}; silently wrong or no way back: {len(silent)}")
    for problem in (everything := [*wrong, *found, *silent]):
        print(f"  {problem}")
    return len(everything)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--full", type=int, default=len(ACTS) * len(PHASES), help="acts on a full disk")
    parser.add_argument("--damaged", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work(Path(given.work[0]), given.work[1], int(given.work[2]))
    sys.exit(1 if run(given.kills, given.full, given.damaged, given.seed) else 0)
