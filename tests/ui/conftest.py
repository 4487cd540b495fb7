"""A company on disk, as the pages read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

Published = Callable[[duckdb.DuckDBPyConnection], tuple[str, str]]


@pytest.fixture
def published(tmp_path: Path) -> Published:
    """`published(con)`: that company written where the pages find it; folder and generation."""

    def write(con: duckdb.DuckDBPyConnection) -> tuple[str, str]:
        (tmp_path / "generations").mkdir()
        con.execute(f"attach '{tmp_path}/generations/000001.duckdb' as published")
        con.execute("copy from database memory to published")
        con.execute("detach published")
        (tmp_path / "current").write_text("000001")
        return str(tmp_path), "000001"

    return write
