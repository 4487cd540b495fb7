"""A metric as it was asked for: what its queries and its finishing function are given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

from metrics import catalogue
from metrics.catalogue import Entry, Value
from metrics.scope import Scope

BOUND = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Question:
    """One metric, at one day, for one scope, with every option filled in."""

    cur: duckdb.DuckDBPyConnection
    entry: Entry
    scope: Scope
    options: Mapping[str, Value]
    observed_from: date | None

    def rows(self, query: str) -> pd.DataFrame:
        """What queries/`query`.sql gives for this scope and these options."""
        return self.ask(catalogue.query(query))

    def ask(self, query: str, keys: tuple[str, ...] = ()) -> pd.DataFrame:
        """What the text of a query gives for this scope and these options, `keys` carried through its steps."""
        text, filters = self.scope.bind(query, keys)
        known: dict[str, Value] = {
            "as_of": self.scope.as_of,
            "opened": self.scope.opened,
            "months": self.scope.months,
            **self.options,
            **filters,
        }
        return self.cur.execute(text, {name: known[name] for name in set(BOUND.findall(text))}).df()

    def groups(self, frame: pd.DataFrame) -> Iterator[tuple[tuple[object, ...], pd.DataFrame]]:
        """The frame's parts by the grouping columns, under their values; without any, all of it, also where empty."""
        if not self.scope.by:
            yield (), frame
            return
        for key, part in frame.groupby(list(self.scope.by), sort=False, dropna=False):
            yield tuple(None if value is pd.NA or value != value else value for value in key), part
