"""A metric as it was asked for: what its queries and its finishing function are given."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
        text, filters = self.scope.bind(catalogue.query(query))
        known: dict[str, Value] = {
            "as_of": self.scope.as_of,
            "opened": self.scope.opened,
            "months": self.scope.months,
            **self.options,
            **filters,
        }
        return self.cur.execute(text, {name: known[name] for name in set(BOUND.findall(text))}).df()
