"""The floor of a metric: the shortest DuckDB query that reads the same columns once."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, cast

import duckdb


class Recorder:
    """A cursor that notes, of every statement it is given, which columns of which tables its plan reads.

    Tables that a metric makes for itself on the way are no input and are left out.
    """

    def __init__(self, cur: duckdb.DuckDBPyConnection) -> None:
        self._cur = cur
        self._inputs = _columns(cur)
        self.read: dict[str, set[str]] = defaultdict(set)

    def execute(self, query: str, parameters: object = None) -> duckdb.DuckDBPyConnection:
        if re.match(r"\s*(with|select|create)\b", query, flags=re.IGNORECASE):
            plan = self._cur.execute(f"explain (format json) {query}", parameters).fetchall()[0][1]
            for table, columns in _scans(json.loads(plan)):
                if table in self._inputs:
                    self.read[table] |= columns & self._inputs[table]
        return self._cur.execute(query, parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cur, name)

    def as_cursor(self) -> duckdb.DuckDBPyConnection:
        """Itself, for a function that asks for a cursor."""
        return cast(duckdb.DuckDBPyConnection, self)

    def floor(self) -> str:
        """One query that looks at every value of every column read so far, each table read once.

        The maximum of a hash: counts, and maxima of the columns themselves, are answered from the file's statistics
        unread.
        """
        parts = [f"(select {_looked_at(sorted(columns))} from {table})" for table, columns in sorted(self.read.items())]
        return f"select * from {', '.join(parts)}"


def _looked_at(columns: list[str]) -> str:
    return f"max(hash({', '.join(columns)}))" if columns else "count(*)"


def _scans(plan: list[Mapping[str, Any]]) -> Iterator[tuple[str, set[str]]]:
    """Each table a plan scans, with the words of what it takes from it and filters it by."""
    for step in plan:
        about = step.get("extra_info", {})
        if "Table" in about:
            words = re.findall(r"\w+", f"{about.get('Projections', '')} {about.get('Filters', '')}")
            yield str(about["Table"]).split(".")[-1], set(words)
        yield from _scans(step.get("children", []))


def _columns(cur: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    rows = cur.execute("select table_name, column_name from information_schema.columns").fetchall()
    found: dict[str, set[str]] = defaultdict(set)
    for table, column in rows:
        found[table].add(column)
    return dict(found)
