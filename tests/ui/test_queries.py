"""Pages ask metrics and the loaders for rows; none writes a query of its own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"])
QUERY = re.compile(r"\s*(select\s.*\sfrom|with\s+\w+\s+as\s*\(|(create|insert|update|delete|drop|attach|copy)\s.*\s"
                   r"(table|view|into|set|from|to)\s)", re.IGNORECASE | re.DOTALL)  # fmt: skip
RUNS_A_QUERY = frozenset({"execute", "executemany", "sql", "query"})


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_asks_the_database_itself(source: Path) -> None:
    nodes = list(ast.walk(ast.parse(source.read_text(encoding="utf-8"))))
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    calls = [node.func.attr for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    assert [text for text in texts if QUERY.match(text)] == []
    assert sorted(RUNS_A_QUERY & set(calls)) == []
