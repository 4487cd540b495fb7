"""A company on disk, as the pages read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from company import publish
from ui.datasource import generation

Published = Callable[[duckdb.DuckDBPyConnection], generation.GenerationRef]


@pytest.fixture
def published(tmp_path: Path) -> Published:
    """`published(con)`: that company written where the pages find it, as they read it."""

    return lambda con: generation.GenerationRef(*publish(con, tmp_path))
