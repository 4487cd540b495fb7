"""Every file of a folder of odd files ends in rows or in a clear refusal: BENCH_ODD_FILES=FOLDER names the folder."""

from __future__ import annotations

import os
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from data_loaders.extraction.extract import extract_tables

FOLDER = os.environ.get("BENCH_ODD_FILES")


@pytest.mark.skipif(not FOLDER, reason="BENCH_ODD_FILES names no folder")
def test_every_odd_file_ends_in_rows_or_in_a_clear_refusal(capsys: pytest.CaptureFixture[str]) -> None:
    tally: Counter[str] = Counter()
    for file in sorted(path for path in Path(FOLDER or "").rglob("*") if path.is_file()):
        began = time.monotonic()
        for intake in extract_tables(file, loaded_on=date(2026, 11, 23)):
            assert intake.table or intake.problems, file
            assert all(problem.problem and problem.remedy for problem in intake.problems), file
            tally["taken" if intake.table else intake.problems[0].problem.replace(file.name, "…")] += 1
        assert time.monotonic() - began < 30, file
    with capsys.disabled():
        print("", *(f"{count:5} {what}" for what, count in tally.most_common()), sep="\n")
