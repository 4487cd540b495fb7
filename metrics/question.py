"""A metric as it was asked for: what its queries and its finishing function are given."""

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
        """What queries/`query`.sql gives for this scope and these options."""
        return self.ask(catalogue.query(query))

    def ask(self, query: str, keys: tuple[str, ...] = ()) -> pd.DataFrame:
        """What the text of a query gives for this scope and these options, `keys` carried through its steps."""
        return self.cur.execute(*self._bound(query, keys)).df()

    def _bound(self, query: str, keys: tuple[str, ...] = ()) -> tuple[str, dict[str, Value]]:
        """The query as the database takes it, and the values it binds."""
        text, filters = self.scope.bind(self._with_kept(query), keys)
        known = self._known() | filters
        return text, {name: known[name] for name in set(BOUND.findall(text))}

    def _known(self) -> dict[str, Value]:
        scope = self.scope
        return {"as_of": scope.as_of, "opened": scope.opened, "months": scope.months, **self.options}

    def _with_kept(self, query: str) -> str:
        """The query with its kept steps as tables: those that it reads."""

        def tables(found: re.Match[str]) -> str:
            read = [table for table in catalogue.keeps(found[1]) if re.search(rf"\b{table}\b", query)]
            self.cur.abort()  # of what was read before, some may be left unread
            for table in read:
                self.cur.register(f"kept_{table}", self._kept(found[1], table))
            return ",\n".join(f"{table} as (select * from kept_{table})" for table in read)

        return catalogue.STEPS.sub(tables, query)

    def _kept(self, step: str, table: str) -> Any:
        known = self._known()

        def work_out() -> Any:
            text, values = self._bound(catalogue.kept(step, table))
            return self.cur.sql(text, params=values).to_arrow_table()

        return self.memory.once((step, table, *(known[name] for name in rests_on(step))), work_out)

    def once(self, what: str, work_out: Callable[[], T]) -> T:
        """What rests on the day and the options alone, whatever is shown of it: worked out once where that is kept."""
        return self.memory.once((what, self.scope.as_of, *sorted(self.options.items())), work_out)

    def groups(self, frame: pd.DataFrame) -> Iterator[tuple[tuple[object, ...], pd.DataFrame]]:
        """The frame's parts by the grouping columns, under their values; without any, all of it, also where empty."""
        if not self.scope.by:
            yield (), frame
            return
        for key, part in frame.groupby(list(self.scope.by), sort=False, dropna=False):
            yield tuple(None if value is pd.NA or value != value else value for value in key), part


@cache
def rests_on(step: str) -> tuple[str, ...]:
    """The values that a kept step rests on, with those of the steps it stands on itself."""
    text = catalogue.query(f"steps/{step}")
    below = (name for found in catalogue.STEPS.findall(text) for name in rests_on(found))
    return tuple(sorted({*BOUND.findall(text), *below}))
