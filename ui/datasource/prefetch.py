"""Prefetching after a load: sessions stay on the old state until the frames they use are worked out for the new one.

After a load nothing of the new state is cached. With many pages open, all of them would request it in the same moment
and wait for each other. So sessions that did not load stay on the state before until a thread has worked out the
frames requested lately, or until `LONGEST` has passed; then they move on one after another.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Event, Lock, Thread
from typing import TypeVar

SEVERAL = 5  # sessions; fewer wait for nobody
LATELY = 120.0  # seconds
LONGEST = 180.0  # seconds that somebody goes on with the state before
APART = 1.0  # seconds between two who move on, as the first page of each takes a while
KEPT = 5_000
_LOG = logging.getLogger(__name__)
K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Hashable)


class Moving:
    """The recent requests and sessions of each state, and which states are ready to be moved to."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._asked: OrderedDict[tuple[str, Hashable], float] = OrderedDict()
        self._by: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._ready: dict[str, Event] = {}
        self._moved: dict[str, float] = {}  # where several move, when the newest of them did
        self._lock = Lock()

    def note(self, state: str, request: Hashable, session: str) -> None:
        """Record that a session requested this of a state."""
        with self._lock:
            _touch(self._asked, (state, request))
            _touch(self._by, (state, session))

    def stay(self, before: str, after: str, work_out: Callable[[Hashable], object]) -> bool:
        """Whether to stay on the state before; starts the thread that works out its recent requests where none has."""
        with self._lock:
            if after not in self._ready:
                ready = self._ready[after] = Event()
                if len(_lately(self._by, before)) < SEVERAL:
                    ready.set()
                else:
                    self._moved[after] = 0.0
                    requests = _lately(self._asked, before)
                    Thread(target=_work_out_all, args=(requests, work_out, ready), daemon=True).start()
            return not (self._ready[after].is_set() and self._next(after))

    def _next(self, after: str) -> bool:
        """Whether the caller may move on now: `APART` seconds have passed since the last session did."""
        now = time.monotonic()
        turn = after not in self._moved or now - self._moved[after] >= APART
        if turn and after in self._moved:
            self._moved[after] = now
        return turn


def _touch(times: OrderedDict[K, float], key: K) -> None:
    times[key] = time.monotonic()
    times.move_to_end(key)
    while len(times) > KEPT:
        times.popitem(last=False)


def _lately(times: Mapping[tuple[str, V], float], state: str) -> list[V]:
    """The values recorded for a state within `LATELY`, newest first."""
    since = time.monotonic() - LATELY
    return [value for (of_state, value), when in list(times.items())[::-1] if of_state == state and when > since]


def _work_out_all(requests: list[Hashable], work_out: Callable[[Hashable], object], ready: Event) -> None:
    deadline = time.monotonic() + LONGEST
    for request in requests:
        if time.monotonic() > deadline:
            break
        started = time.monotonic()
        try:
            work_out(request)
        except Exception as fault:  # noqa: BLE001 - whoever asks for it again is told; its message may quote somebody
            _LOG.info("%s while working ahead", type(fault).__name__)
        time.sleep((time.monotonic() - started) / 2)  # for those who wait for a page
    ready.set()
