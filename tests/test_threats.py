"""The list of threats names tests that are there, and the documents can be found."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
THREATS = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
ROWS = [line for line in THREATS.splitlines() if line.startswith("| ")][1:]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip()[:60])
def test_a_threat_names_a_test_that_is_there(row: str) -> None:
    named = re.findall(r"`(tests/\S+\.py)::(test_\w+)`", row.split("|")[3])
    assert named
    for file, test in named:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_no_threat_is_listed_twice() -> None:
    told = [row.split("|")[1] for row in ROWS]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("document", ["SECURITY.md", "docs/threats.md", "docs/small-groups.md", "docs/running.md"])
def test_a_document_on_security_is_linked_from_another(document: str) -> None:
    name = Path(document).name
    others = [ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")]
    links = [link for other in others if other.name != name for link in _links(other)]
    assert (ROOT / document).resolve() in links


@pytest.mark.parametrize("document", ["SECURITY.md", "docs/threats.md", "docs/running.md"])
def test_a_link_leads_somewhere(document: str) -> None:
    assert [str(link) for link in _links(ROOT / document) if not link.exists()] == []


def _links(document: Path) -> list[Path]:
    found = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", document.read_text(encoding="utf-8"))
    return [(document.parent / link).resolve() for link in found]
