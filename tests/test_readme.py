"""What README and docs show works: every session in a `console` block is typed, and prints what stands below it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "sample_data" / "README.md",
    *(ROOT / "docs").glob("*.md"),
]
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?://)(?P<target>[^)#]+)(?:#[^)]*)?\)")
ANYTHING = "…"


def blocks(document: Path, kind: str) -> list[str]:
    return [found["text"] for found in BLOCK.finditer(document.read_text("utf-8")) if found["kind"] == kind]


def commands(session: str) -> list[tuple[str, str]]:
    """Each command of a session with what it should print; `…` stands for anything."""
    parts = re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]
    return [(command, said) for command, _, said in (part.partition("\n") for part in parts)]


with_sessions = [document for document in DOCUMENTS if blocks(document, "console")]


@pytest.mark.parametrize("document", with_sessions, ids=lambda path: path.name)
def test_every_session_prints_what_the_document_shows(document, tmp_path):
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    paths = [str(Path(sys.executable).parent), os.environ["PATH"]]
    environment = {**os.environ, "PATH": os.pathsep.join(paths), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    environment.pop("BENCH_DATA", None)
    for session in blocks(document, "console"):
        for command, said in commands(session):
            run = subprocess.run(
                command, shell=True, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
            )
            assert run.returncode == 0, f"{command}\n{run.stderr}"
            if said.strip() != ANYTHING:
                assert run.stdout == said, command


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document):
    gone = [
        found["target"]
        for found in LINK.finditer(document.read_text("utf-8"))
        if not (document.parent / found["target"]).exists()
    ]
    assert gone == []


def test_the_targets_of_make_that_documents_name_exist():
    named = {
        word
        for document in DOCUMENTS
        for block in blocks(document, "sh")
        for word in re.findall(r"^make (\w+)", block, flags=re.MULTILINE)
    }
    assert {"run", "test", "bench"} <= named
    for target in named:
        run = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
