"""Steps of queries that rest on the day alone: worked out once, and read by every filter and grouping."""

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
    """What was worked out of one state of the data, while it is read: the newest, up to `MOST` and `MOST_BYTES`."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = RLock()

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What is kept under that key, worked out the first time it is asked for."""
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
    """Let what this cursor is asked use that memory: of the very data that it reads, which does not change."""
    _lent[cur] = memory


def cache_of(cur: duckdb.DuckDBPyConnection) -> StepCache:
    """The memory lent to a cursor, else a new one: what nobody vouches for may have changed since."""
    return _lent.get(cur) or StepCache()
