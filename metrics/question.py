"""A metric with its scope and options: what its queries and its finishing function receive."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeVar

import duckdb
import pandas as pd

from metrics import catalogue
from metrics.catalogue import Entry, Value
from metrics.scope import Scope
from metrics.step_cache import StepCache

BOUND = re.compile(r"\$(\w+)")
T = TypeVar("T")


@dataclass(frozen=True)
class Question:
    """One metric, at one day, for one scope, with every option filled in."""

    cur: duckdb.DuckDBPyConnection
    entry: Entry
    scope: Scope
    options: Mapping[str, Value]
    observed_from: date | None
    memory: StepCache = field(default_factory=StepCache)

    def rows(self, query: str) -> pd.DataFrame:
        """The rows that queries/`query`.sql returns for this scope and these options."""
        return self.ask(catalogue.query(query))

    def ask(self, query: str, keys: tuple[str, ...] = ()) -> pd.DataFrame:
        """The rows that the text of a query returns for this scope and options, `keys` carried through its steps."""
        return self.cur.execute(*self._bound(query, keys)).df()

    def _bound(self, query: str, keys: tuple[str, ...] = ()) -> tuple[str, dict[str, Value]]:
        """The query as the database takes it, and the values it binds."""
        text, filters = self.scope.bind(self._with_kept(query), keys)
        values_known = self._known() | filters
        return text, {name: values_known[name] for name in set(BOUND.findall(text))}

    def _known(self) -> dict[str, Value]:
        scope = self.scope
        return {"as_of": scope.as_of, "opened": scope.opened, "months": scope.months, **self.options}

    def _with_kept(self, query: str) -> str:
        """The query with those cached tables of its steps that it reads."""

        def tables(match: re.Match[str]) -> str:
            tables_read = [table for table in catalogue.keeps(match[1]) if re.search(rf"\b{table}\b", query)]
            self.cur.abort()  # of what was read before, some may be left unread
            for table in tables_read:
                self.cur.register(f"kept_{table}", self._kept(match[1], table))
            return ",\n".join(f"{table} as (select * from kept_{table})" for table in tables_read)

        return catalogue.STEPS.sub(tables, query)

    def _kept(self, step: str, table: str) -> Any:
        bindings = self._known()

        def work_out() -> Any:
            text, values = self._bound(catalogue.kept(step, table))
            return self.cur.sql(text, params=values).to_arrow_table()

        return self.memory.once((step, table, *(bindings[name] for name in rests_on(step))), work_out)

    def once(self, what: str, work_out: Callable[[], T]) -> T:
        """A result that depends on the day and the options alone, not on filters: computed once per step cache."""
        return self.memory.once((what, self.scope.as_of, *sorted(self.options.items())), work_out)

    def groups(self, frame: pd.DataFrame) -> Iterator[tuple[tuple[object, ...], pd.DataFrame]]:
        """The frame's parts by the grouping columns, with their values; ungrouped, the whole frame even if empty."""
        if not self.scope.by:
            yield (), frame
            return
        for key, part in frame.groupby(list(self.scope.by), sort=False, dropna=False):
            # NaN is the one value unequal to itself; missing values are a group of their own
            yield tuple(None if value is pd.NA or value != value else value for value in key), part


@cache
def rests_on(step: str) -> tuple[str, ...]:
    """The names of the values that a cached step depends on, including those of the steps it builds on."""
    text = catalogue.query(f"steps/{step}")
    below = (name for match in catalogue.STEPS.findall(text) for name in rests_on(match))
    return tuple(sorted({*BOUND.findall(text), *below}))
