"""Results of query steps that depend on the day alone: computed once, then used by every filter and grouping."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

import duckdb

MOST, MOST_BYTES = 64, 100_000_000
T = TypeVar("T")


class StepCache:
    """Results computed from one state of the data: the most recently used, up to `MOST` and `MOST_BYTES`."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = RLock()

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """The result under that key, computed at the first call."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = work_out()
                while len(self._kept) > MOST or (len(self._kept) > 1 and self._bytes() > MOST_BYTES):
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return cast("T", self._kept[key])

    def _bytes(self) -> int:
        return sum(getattr(value, "nbytes", 0) for value in self._kept.values())


_lent: WeakKeyDictionary[duckdb.DuckDBPyConnection, StepCache] = WeakKeyDictionary()


def lend(cur: duckdb.DuckDBPyConnection, memory: StepCache) -> None:
    """Let this cursor use that cache, which must hold results of the same, unchanging data."""
    _lent[cur] = memory


def cache_of(cur: duckdb.DuckDBPyConnection) -> StepCache:
    """The cache lent to a cursor; without one a new cache, as the data may change between calls."""
    return _lent.get(cur) or StepCache()
