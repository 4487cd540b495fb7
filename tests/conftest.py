"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import pytest


@pytest.fixture
def company() -> Iterator[Callable[..., duckdb.DuckDBPyConnection]]:
    """`company(employees=[…], …, as_of=…)`: a database in memory with just these rows, its spells built."""
    from company import company as build

    built: list[duckdb.DuckDBPyConnection] = []

    def make(**tables: object) -> duckdb.DuckDBPyConnection:
        built.append(build(**tables))
        return built[-1]

    yield make
    for con in built:
        con.close()
