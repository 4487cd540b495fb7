"""The floor of a metric: the shortest DuckDB query that reads the same columns once."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, cast

import duckdb


class Recorder:
    """A cursor that remembers each query it was given."""

    def __init__(self, cur: duckdb.DuckDBPyConnection) -> None:
        self._cur = cur
        self.queries: list[tuple[str, object]] = []

    def execute(self, query: str, parameters: object = None) -> duckdb.DuckDBPyConnection:
        self.queries.append((query, parameters))
        return self._cur.execute(query, parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cur, name)

    def as_cursor(self) -> duckdb.DuckDBPyConnection:
        """Itself, for a function that asks for a cursor."""
        return cast(duckdb.DuckDBPyConnection, self)


def floor(cur: duckdb.DuckDBPyConnection, queries: list[tuple[str, object]]) -> str:
    """One query that takes the maximum of every column those queries read, each table read once.

    A maximum looks at each value and keeps one; a count would be answered from the file's statistics without reading.
    """
    read: dict[str, set[str]] = defaultdict(set)
    for query, parameters in queries:
        for table, columns in columns_read(cur, query, parameters):
            read[table] |= columns
    parts = [
        f"(select {', '.join(f'max({column})' for column in sorted(columns)) or 'count(*)'} from {table})"
        for table, columns in sorted(read.items())
    ]
    return f"select * from {', '.join(parts)}"


def columns_read(
    cur: duckdb.DuckDBPyConnection, query: str, parameters: object
) -> Iterator[tuple[str, frozenset[str]]]:
    """Each table the query's plan scans, with the columns it takes from it or filters it by."""
    plan = cur.execute(f"explain (format json) {query}", parameters).fetchall()[0][1]
    for step in _steps(json.loads(plan)):
        about = step.get("extra_info", {})
        if "Table" not in about:
            continue
        table = str(about["Table"]).split(".")[-1]
        words = set(re.findall(r"\w+", f"{about.get('Projections', '')} {about.get('Filters', '')}"))
        yield table, frozenset(words & _columns(cur, table))


def _steps(plan: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for step in plan:
        yield step
        yield from _steps(step.get("children", []))


def _columns(cur: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    rows = cur.execute("select column_name from information_schema.columns where table_name = ?", [table]).fetchall()
    return {row[0] for row in rows}
