"""Integrity checks of a data folder: whether generations, kept files, ledger and trail are as they were written."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import duckdb

from data_loaders.privacy import erased_ids, erased_remains, file_redaction
from data_loaders.problems import LoadRefused
from data_loaders.records import audit_log, ledger
from data_loaders.store import checksums, files
from data_loaders.store.generations import Store


@dataclass(frozen=True)
class Finding:
    """The result of one check: what was checked, and its problem; None where it is good."""

    what: str
    problem: str | None = None


def check_folder(store: Store) -> list[Finding]:
    """Everything that can be checked, generations first, newest first. Changes nothing."""
    good = store.good()
    findings = [_pointer(store)]
    findings += [Finding(f"state {name}", _generation_problem(store, name, name in good)) for name in store.kept()]
    findings += _upload_findings(store, good)
    findings.append(Finding("ledger", _ledger_problem(store)))
    broken = audit_log.check(store.folder)
    findings += _erased_findings(store)
    findings.append(Finding("audit trail", f"line {broken[0].line}: {broken[0].problem}" if broken else None))
    return findings


def _pointer(store: Store) -> Finding:
    try:
        name = store.current()
    except LoadRefused as damaged:
        return Finding("current", str(damaged))
    return Finding(f"current: {name or 'nothing loaded yet'}")


def _generation_problem(store: Store, name: str, good: bool) -> str | None:
    if not good:
        return f"damaged: {checksums.fault(store.path(name)) or 'it cannot be opened'}"
    return None if checksums.is_as_written(store.path(name)) else "good, but its kept checksum is damaged"


def _upload_findings(store: Store, good: list[str]) -> list[Finding]:
    """The kept files of the newest good state that are missing or not what was brought."""
    if not good:
        return []
    con = store.open(good[0])
    try:
        listed = con.execute("select load_id, file, sha256 from load_files order by all").fetchall()
    except duckdb.Error:
        return []
    finally:
        con.close()
    findings = []
    for load_id, file, sha256 in listed:
        path = store.uploads / str(load_id) / file
        if not path.is_file():
            findings.append(Finding(f"a kept file of load {load_id}", f"{path} is missing"))
        elif files.sha256(path) != sha256:
            findings.append(Finding(f"a kept file of load {load_id}", f"{path} is not what was loaded"))
    return findings or [Finding(f"{len(listed):,} kept files")]


def _erased_findings(store: Store) -> list[Finding]:
    """One finding per place where rows of erased people are left; one without a problem where there are none."""
    what = "people who were erased"
    try:
        if not erased_ids.anybody(store.folder):
            return []
        with store.locked():  # backups are unpacked
            remains = erased_remains.anywhere(store, erased_ids.Known(store.folder))
    except (LoadRefused, duckdb.Error, sqlite3.Error) as stop:
        return [Finding(what, str(stop) if isinstance(stop, LoadRefused) else "they cannot be looked for")]
    finally:
        file_redaction.forget()
    remedy = "Erase the person once more: `python -m data_loaders erase EMPLOYEE_ID`"
    return [Finding(remain.place, f"{remain.rows:,} rows tell of {what}. {remedy}") for remain in remains] or [
        Finding(what)
    ]


def _ledger_problem(store: Store) -> str | None:
    missing = not ledger.file(store.folder).exists()
    return None if missing or ledger.is_whole(store.folder) else "damaged: restore a backup"
