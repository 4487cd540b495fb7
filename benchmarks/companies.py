"""The generated companies that are measured, created once and kept under build/bench."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb

from data_loaders.store.generations import Store

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "bench"


def company(people: int, kept: Path = KEPT) -> Store:
    """The store of a sample company of that many people; created on the first call, which takes a while."""
    store = Store(kept / str(people))
    if store.current() is None:
        print(f"Making a company of {people:,} people in {store.folder} …", flush=True)
        began = time.perf_counter()
        command = [sys.executable, "-m", "data_loaders", "sample", "--people", str(people), "--data", str(store.folder)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        print(f"Made, read, checked and loaded in {time.perf_counter() - began:,.0f} s.", flush=True)
    return store


def newest_day(cur: duckdb.DuckDBPyConnection) -> date:
    """The day of the company's newest roster."""
    row = cur.execute("select max(as_of) from rosters").fetchone()
    assert row is not None
    return date.fromisoformat(str(row[0]))


def machine() -> str:
    """The machine and versions the times were taken on, in one line."""
    return f"{os.cpu_count()} cores, DuckDB {duckdb.__version__}, Python {sys.version.split()[0]}"
