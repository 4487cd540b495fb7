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
    """The employee ids in the company's data, read without cached checksums."""
    checksums.forget()
    if store.current() is None:
        return frozenset()
    con = store.open()
    try:
        return frozenset(
            employee_id for (employee_id,) in con.execute("select distinct employee_id from roster_rows").fetchall()
        )
    finally:
        con.close()


def act(store: Store, what: str, number: int, scratch: Path) -> None:
    """Do one act of the worker; an erasure with nobody left does nothing. An interrupted erasure is finished first."""
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
    elif employee_ids := sorted(people(store)):
        erasure.erase(store, employee_ids[number % len(employee_ids)], by="chaos", at=NOW)


def work(folder: Path, first: str, number: int) -> None:
    """Act without end, starting with `first`; prints a JSON line before each act, and one after it with all ids."""
    random_source, store = random.Random(number), Store(folder)
    with tempfile.TemporaryDirectory() as scratch:
        first_acts = [first]
        while True:
            what = (
                "erase"
                if erasure.interrupted(store)
                else first_acts.pop()
                if first_acts
                else random_source.choice(ACTS)
            )
            number += 1
            print(json.dumps(["begin", what, number]), flush=True)
            with contextlib.suppress(LoadError):  # nothing to undo, or the state before is no longer kept
                act(store, what, number, Path(scratch))
            print(json.dumps(["done", what, sorted(people(store))]), flush=True)


def killed(folder: Path, what: str, after: float, number: int) -> tuple[str, str | None, int]:
    """Start a worker and kill it after so many seconds: the act under way, the problem or None, the act's number."""
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
    lines = [json.loads(first)]
    time.sleep(after)
    os.kill(worker.pid, signal.SIGKILL)
    out, err = worker.communicate()
    # the kill may have cut off the last line
    lines += [json.loads(line) for line in out.splitlines() if line.endswith("]")]
    if worker.returncode != -signal.SIGKILL:
        return "worker", f"the worker ended by itself: {err.strip()[-300:]}", number
    for kind, what, detail in lines:
        if kind == "done":
            before = frozenset(detail)
        else:
            under_way, number = what, detail
    last = lines[-1][0] == "done"
    return (
        ("between" if last else under_way),
        _problem(store, before, "between" if last else under_way, number),
        number,
    )


def _problem(store: Store, before: frozenset[str], under_way: str, number: int) -> str | None:
    """The problem of a folder after a kill; None where every finished act is there, whole, and backups restore."""
    now = people(store)
    added = {employee_id for employee_id in now - before if employee_id.startswith(f"P{number:05d}-")}
    is_whole = {
        "between": now == before,
        "backup": now == before,
        "load": now == before or (now - before == added and before <= now and len(added) == PEOPLE),
        "undo": now == before or (now < before and len(before - now) <= PEOPLE),
        "erase": now == before or (now < before and len(before - now) == 1),
    }[under_way]
    if not is_whole:
        return f"{under_way}: {len(before)} people before, {len(now)} after"
    if broken := audit_log.check(store.folder):
        return f"{under_way}: trail line {broken[0].line} {broken[0].problem}"
    for tarball in store.backups.glob("*.tar"):
        with tempfile.TemporaryDirectory() as restored:
            try:
                backup.restore(Store(restored), tarball, by="chaos", at=NOW)
            except LoadError as refusal:
                return f"{under_way}: a backup told as done does not restore: {refusal}"
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
    """Do one act with the disk full in one phase of it, and return the problem afterwards, None where there is none."""
    store = Store(folder)
    before = people(store)
    with tempfile.TemporaryDirectory() as scratch:
        with mock.patch(phase, side_effect=OSError(errno.ENOSPC, "No space left on device")):
            try:
                act(store, what, number, Path(scratch))
                refused = False
            except LoadError as refusal:
                refused = True
                if "disk is full" not in str(refusal) and "undo" not in str(refusal) and "kept" not in str(refusal):
                    return f"{what}, {phase}: told as {refusal}"
        now = people(store)
        if refused and what != "erase" and now != before:
            return f"{what}, {phase}: refused, and yet {len(before)} people became {len(now)}"
        if erasure.interrupted(store):
            act(store, "erase", number, Path(scratch))
    return _problem(store, people(store), "between", number)


def damaged(folder: Path, dice: random.Random) -> tuple[str, str | None]:
    """Damage one file of a copy; returns the kind of file, and the problem if the damage changes figures unnoticed."""
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
            except LoadError as refusal:
                return kind, None if not names - {store.kept()[0]} else f"{victim.name}: no way back: {refusal}"
            return kind, None
        if now != before:
            return kind, f"{victim.name}: {len(before)} people became {len(now)}, and nobody says so"
        reported = any(finding.problem for finding in integrity.check_folder(store))
        is_checked = kind in ("kept file", "generations", "current", ".jsonl")
        return kind, f"{victim.name}: damaged, and `check` does not say so" if is_checked and not reported else None


def lasting(folder: Path, number: int) -> dict[str, float]:
    """How many seconds each act takes, so that kills hit all of it."""
    seconds = {}
    for what in ACTS:
        with tempfile.TemporaryDirectory() as scratch:
            copy = shutil.copytree(folder, Path(scratch) / "company")
            started = time.monotonic()
            act(Store(copy), what, number, Path(scratch))
            seconds[what] = time.monotonic() - started
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
    """Run all kills, full disks and damages, print the counts, and return the number of problems."""
    dice, kill_problems = random.Random(seed), []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "company"
        number, kills_by_act = company(folder, 0), Counter[str]()
        seconds = lasting(folder, number + 1)
        for turn in range(kills):
            what = ACTS[turn % len(ACTS)]
            under_way, problem, number = killed(folder, what, dice.uniform(0, 1.2 * seconds[what]), number)
            kills_by_act[under_way] += 1
            kill_problems += [problem] if problem else []
            if len(people(Store(folder))) > 20 * PEOPLE:
                shutil.rmtree(folder)
                number = company(folder, number)
        print(f"{kills} kills, during: {dict(kills_by_act)}; lost or torn: {len(kill_problems)}", flush=True)
        shutil.rmtree(folder)
        number, full_problems = company(folder, number), []
        cases = list(product(ACTS, PHASES))[:acts]
        for what, phase in cases:
            number += 1
            problem = full(folder, phase, what, number)
            full_problems += [problem] if problem else []
        phases = len({phase for _, phase in cases})
        print(f"{len(cases)} acts on a full disk, {phases} phases; lost, torn or not told: {len(full_problems)}")
        damaged_kinds, damage_problems = Counter[str](), []
        shutil.rmtree(folder)
        company(folder, number)
        for _ in range(harms):
            kind, problem = damaged(folder, dice)
            damaged_kinds[kind] += 1
            damage_problems += [problem] if problem else []
        print(f"{harms} damaged files: {dict(damaged_kinds)}; silently wrong or no way back: {len(damage_problems)}")
    for problem in (everything := [*kill_problems, *full_problems, *damage_problems]):
        print(f"  {problem}")
    return len(everything)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--full", type=int, default=len(ACTS) * len(PHASES), help="acts on a full disk")
    parser.add_argument("--damaged", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        work(Path(arguments.work[0]), arguments.work[1], int(arguments.work[2]))
    sys.exit(1 if run(arguments.kills, arguments.full, arguments.damaged, arguments.seed) else 0)
