"""Loads against the time pandas needs only to read the same file, each in a process of its own, in turns."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import duckdb
from openpyxl import Workbook

from benchmarks.companies import ROOT
from data_loaders.store.generations import Store

COLUMNS = 25
TEXT_ROWS, TIMES_READ_CSV = 1_000_000, 4.0
WORKBOOK_ROWS, TIMES_READ_EXCEL, MEGABYTES = 100_000, 0.25, 1000
LEFT_OUT = "Termination Reason"  # so that 25 of the roster's columns are left
ROUNDS = 3


@dataclass(frozen=True)
class Load:
    """A load's median seconds and peak memory in MB, and the seconds of the read it is compared with."""

    file: str
    rows: int
    seconds: float
    megabytes: float
    read: float
    times: float  # the goal: at most so many times the read
    most: float = float("inf")  # the goal: MB

    @property
    def ratio(self) -> float:
        return self.seconds / self.read

    @property
    def holds(self) -> bool:
        """Within the times of the read, and within the memory."""
        return self.ratio <= self.times and self.megabytes <= self.most


def lines(store: Store, rounds: int = ROUNDS) -> Iterator[str]:
    """The lines `make bench` prints about loading: a large text, a large workbook, and all files of the company."""
    head = f"  {'load':<18}{'rows':>10}{'ours':>10}{'pandas':>10}{'ratio':>7}{'peak':>10}"
    yield f"{head}   goal: {TIMES_READ_CSV:g} × read_csv; {TIMES_READ_EXCEL:g} × read_excel under {MEGABYTES:,} MB"
    for run in races(store, rounds):
        goal = "holds" if run.holds else "misses"
        yield (
            f"  {run.file:<18}{run.rows:>10,}{run.seconds:>8,.1f} s{run.read:>8,.1f} s{run.ratio:>7.2f}"
            f"{run.megabytes:>7,.0f} MB   {goal}"
        )
    files = sorted((store.uploads / "1").iterdir())
    company = measured("load", files)
    yield f"  {'whole company':<18}{'':>10}{company['seconds']:>8,.1f} s{'':>17}{company['megabytes']:>7,.0f} MB"


def races(store: Store, rounds: int = ROUNDS) -> Iterator[Load]:
    """The newest roster of a company as text and as workbook, each loaded and read."""
    roster = max((store.uploads / "1").glob("Worker_Roster_*.csv"))
    folder = store.folder.parent / "files"
    text = _text(roster, TEXT_ROWS, folder)
    yield race("CSV × 25", text, "read_csv", rounds, TIMES_READ_CSV)
    yield race(
        "XLSX × 25", _workbook(_text(roster, WORKBOOK_ROWS, folder)), "read_excel", 1, TIMES_READ_EXCEL, MEGABYTES
    )


def race(name: str, file: Path, reader: str, rounds: int, times: float, most: float = float("inf")) -> Load:
    """Load and read a file in turns."""
    turns = [(measured("load", [file]), measured(reader, [file])) for _ in range(rounds)]
    seconds, read_seconds = (median(turn[side]["seconds"] for turn in turns) for side in (0, 1))
    rows = int(file.stem.split("_")[-2])
    return Load(name, rows, seconds, max(turn[0]["megabytes"] for turn in turns), read_seconds, times, most)


def measured(task: str, files: Sequence[Path]) -> dict[str, float]:
    """Seconds and peak megabytes of a task of benchmarks/measured.py."""
    command = [sys.executable, "-m", "benchmarks.measured", task, *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _text(roster: Path, most: int, folder: Path) -> Path:
    """The first rows of a roster as CSV with 25 of its columns; written once."""
    con = duckdb.connect()
    con.execute(f"create view roster as from read_csv('{roster}', all_varchar = true, header = true)")
    rows_found = con.execute("select least(count(*), ?) from roster", [most]).fetchall()
    day = roster.stem.rpartition("_")[2]
    file = folder / f"roster_{rows_found[0][0]}_{day}.csv"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        rows = f'select * exclude ("{LEFT_OUT}") from roster limit {most:d}'
        con.execute(f"copy ({rows}) to '{file}' (header, delimiter ',')")
    con.close()
    return file


def _workbook(text: Path) -> Path:
    """The same as a workbook, numbers as numbers; written once."""
    file = text.with_suffix(".xlsx")
    if not file.exists():
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Roster")
        frame = duckdb.connect().execute(f"from read_csv('{text}', header = true)")
        sheet.append([column[0] for column in frame.description])
        while rows := frame.fetchmany(10_000):
            for row in rows:
                sheet.append(row)
        book.save(file)
    return file
