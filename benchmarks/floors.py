"""The floor of a metric: the shortest DuckDB query that reads the same columns once."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, cast

import duckdb


class Recorder:
    """A cursor that records, for every statement, which columns of which tables its plan reads.

    Tables that a metric creates itself are no input and are left out. Calls that would read without being recorded are
    refused: a floor that lacks columns would make every metric look slow.
    """

    UNSEEN = frozenset({"cursor", "duplicate", "executemany", "from_query", "table", "view"})

    def __init__(self, cur: duckdb.DuckDBPyConnection) -> None:
        self._cur = cur
        self._inputs = _columns(cur)
        self.read: dict[str, set[str]] = defaultdict(set)

    def execute(self, query: str, parameters: object = None) -> duckdb.DuckDBPyConnection:
        self._note(query, parameters)
        return self._cur.execute(query, parameters)

    def sql(self, query: str, *, params: object = None) -> duckdb.DuckDBPyRelation:
        self._note(query, params)
        return self._cur.sql(query, params=params)

    query = sql

    def _note(self, query: str, values: object) -> None:
        if not re.match(r"\s*(with|select|create|from)\b", query, flags=re.IGNORECASE):
            return
        plan = self._cur.execute(f"explain (format json) {query}", values).fetchall()[0][1]
        for table, columns in _scans(json.loads(plan)):
            if table in self._inputs:
                self.read[table] |= columns & self._inputs[table]

    def __getattr__(self, name: str) -> Any:
        if name in self.UNSEEN:
            raise NotImplementedError(f"What is read by {name} would not be noted. Ask with execute or sql.")
        return getattr(self._cur, name)

    def as_cursor(self) -> duckdb.DuckDBPyConnection:
        """Itself, typed as a cursor."""
        return cast(duckdb.DuckDBPyConnection, self)

    def floor(self) -> str:
        """One query that reads every value of every column recorded so far, each table once.

        It takes the maximum of a hash: DuckDB answers counts and maxima of plain columns from the file's statistics
        without reading them. Raises ValueError where nothing was read.
        """
        if not self.read:
            raise ValueError("Nothing has read a column of any table of the company yet, so there is no floor.")
        parts = [f"(select {_looked_at(sorted(columns))} from {table})" for table, columns in sorted(self.read.items())]
        return f"select * from {', '.join(parts)}"


def _looked_at(columns: list[str]) -> str:
    return f"max(hash({', '.join(columns)}))" if columns else "count(*)"


def _scans(plan: list[Mapping[str, Any]]) -> Iterator[tuple[str, set[str]]]:
    """Each table a plan scans, with the words of its projections and filters."""
    for step in plan:
        about = step.get("extra_info", {})
        if "Table" in about:
            words = re.findall(r"\w+", f"{about.get('Projections', '')} {about.get('Filters', '')}")
            yield str(about["Table"]).split(".")[-1], set(words)
        yield from _scans(step.get("children", []))


def _columns(cur: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    rows = cur.execute("select table_name, column_name from information_schema.columns").fetchall()
    columns_of: dict[str, set[str]] = defaultdict(set)
    for table, column in rows:
        columns_of[table].add(column)
    return dict(columns_of)
