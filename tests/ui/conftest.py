"""A company on disk, as the pages read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from company import publish

Published = Callable[[duckdb.DuckDBPyConnection], tuple[str, str]]


@pytest.fixture
def published(tmp_path: Path) -> Published:
    """`published(con)`: that company written where the pages find it; folder and generation."""

    return lambda con: publish(con, tmp_path)
