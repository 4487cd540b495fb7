"""A person whose data breaks everything: nothing of them is in any log, or before whoever may not see them."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import open_page, settled
from playwright.sync_api import expect
from server import ROOT, serving

CANARY = ("KX-73519", "Zephyrine Quillfeather", "zephyrine.q@canary.example", "987654.32", "987,654", "987654")
HEADINGS = "Employee ID,Hire Date,Full Name,E-mail,Base Salary,Currency,Birth Date,Business Unit,Job Level,Track\n"
CANARYS = (
    "KX-73519,2019-05-04,Zephyrine Quillfeather,zephyrine.q@canary.example,987654.32,EUR,1981-02-03,Research,5,IC\n"
)
BROKEN = {
    "date 2026-09-30.csv": HEADINGS + CANARYS.replace("2019-05-04", "Zephyrine Quillfeather"),
    "number 2026-09-30.csv": HEADINGS + CANARYS.replace("987654.32", "987654.32.987654.32 KX-73519"),
    "twice 2026-09-30.csv": HEADINGS + CANARYS + CANARYS.replace("987654.32", "1").replace(",5,", ",6,"),
    "successors.csv": "Role ID,Employee ID,Readiness\nR1,Zephyrine Quillfeather,ready now\nKX-73519,KX-73519,never\n",
    "quotes 2026-09-30.csv": HEADINGS + '"' + CANARYS + CANARYS,
    "bytes 2026-09-30.csv": HEADINGS + CANARYS + "\0\xff" + CANARYS,
}
BREAKING = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import streamlit as st
from starlette.middleware import Middleware
from ui.datasource import generation, metric_cache
from ui.web import log_redaction, request_guard

def broken(*_, **__):
    generation.cursor(generation.here()).execute("select cast(full_name as integer) from employees").fetchall()

metric_cache.metric = broken
log_redaction.without_values()
app = st.App({str(ROOT / "ui" / "shell.py")!r}, middleware=[Middleware(request_guard.Guard)])
"""


def seen(text: str) -> list[str]:
    """What of the canary stands in a text."""
    return [value for value in CANARY if value.lower() in text.lower()]


def command(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words, "--data", str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The canary's files, each broken in its own way."""
    folder = tmp_path_factory.mktemp("broken")
    for name, content in BROKEN.items():
        (folder / name).write_bytes(content.encode("latin-1"))
    torn = random.Random(7).randbytes(400)
    (folder / "torn.xlsx").write_bytes(b"PK\x03\x04" + torn + b"Zephyrine Quillfeather KX-73519" + torn)
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with the canary in it."""
    folder = tmp_path_factory.mktemp("canary")
    others = "".join(f"{n:04d},2020-01-01,Person {n},,50000,EUR,1990-01-01,Research,4,IC\n" for n in range(30))
    (folder / "roster 2026-06-30.csv").write_text(HEADINGS + CANARYS + others)
    loaded = command("data_loaders", "load", str(folder / "roster 2026-06-30.csv"), folder=folder / "company")
    assert loaded.returncode == 0, loaded.stderr
    return folder / "company"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "server.log"


@pytest.fixture(scope="module")
def breaking(company: Path, log: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard over that company, whose figures all fail with the names of people in the fault."""
    script = tmp_path_factory.mktemp("breaking") / "breaking.py"
    script.write_text(BREAKING)
    with serving(company, "--logger.level", "debug", script=script, log=log) as address:
        yield address


def test_the_canary_is_loaded(company: Path) -> None:
    found = company.joinpath("generations", "000001.duckdb").read_bytes()
    assert b"Zephyrine" in found


def test_a_page_that_fails_over_somebody_says_and_logs_nothing_of_them(context, breaking, log) -> None:
    page = context.new_page()
    for name in ("", "retention", "bench"):
        open_page(page, f"{breaking}/{name}")
        assert seen(page.locator("body").inner_text()) == []
    written = log.read_text(errors="replace")
    assert "ConversionException at " in written
    assert seen(written) == []


def test_an_upload_that_is_broken_in_every_way_is_not_in_the_log(context, breaking, log, broken) -> None:
    page = open_page(context.new_page(), f"{breaking}/upload")
    page.locator("input[type=file]").set_input_files(broken)
    expect(page.get_by_text("What the files are").or_(page.get_by_test_id("stException"))).to_be_visible()
    settled(page)
    assert seen(log.read_text(errors="replace")) == []


def test_loads_that_are_refused_or_leave_rows_out_put_nobody_on_the_trail(company, broken) -> None:
    whole = [str(file) for file in broken if "torn" not in file.name]
    for files in (whole[:2], whole):
        command("data_loaders", "load", *files, "--accept-problems", folder=company)
    assert seen((company / "audit.jsonl").read_text()) == []


def test_a_command_that_fails_over_somebody_says_nothing_of_them(company, tmp_path) -> None:
    code = (
        "import sys; from data_loaders import __main__; from data_loaders.store import load_history\n"
        "def broken(con): con.execute('select cast(full_name as integer) from employees').fetchall()\n"
        "def lost(con): return {}['Zephyrine Quillfeather']\n"
        "load_history.history = {0}; sys.exit(__main__.main(sys.argv[1:]))"
    )
    for way in ("broken", "lost"):
        ended = subprocess.run(
            [sys.executable, "-c", code.replace("{0}", way), "history", "--data", str(company)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 1
        assert ended.stderr.strip()
        assert seen(ended.stdout + ended.stderr) == []
