"""From one state of the data to the next: where several look at once, what they look at is worked out first.

After a load nothing of the new state has been worked out yet. Where many pages are open, all of them would ask for it
in the same moment and wait for each other. So those who did not load go on with the state before until a thread has
worked out what was asked of it lately, or until `LONGEST` has passed; then they move on one after another.
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
    """What was asked of each state lately, and by whom; and which states are ready to be moved to."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._asked: OrderedDict[tuple[str, Hashable], float] = OrderedDict()
        self._by: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._ready: dict[str, Event] = {}
        self._moved: dict[str, float] = {}  # where several move, when the newest of them did
        self._lock = Lock()

    def note(self, state: str, asked: Hashable, session: str) -> None:
        """A session asked this of a state."""
        with self._lock:
            _newest(self._asked, (state, asked))
            _newest(self._by, (state, session))

    def stay(self, before: str, after: str, work_out: Callable[[Hashable], object]) -> bool:
        """Whether to go on with the state before; begins to `work_out` what was asked of it where nobody has yet."""
        with self._lock:
            if after not in self._ready:
                ready = self._ready[after] = Event()
                if len(_lately(self._by, before)) < SEVERAL:
                    ready.set()
                else:
                    self._moved[after] = 0.0
                    asked = _lately(self._asked, before)
                    Thread(target=_work, args=(asked, work_out, ready), daemon=True).start()
            return not (self._ready[after].is_set() and self._next(after))

    def _next(self, after: str) -> bool:
        """Whether it is somebody's turn to move on."""
        now = time.monotonic()
        turn = after not in self._moved or now - self._moved[after] >= APART
        if turn and after in self._moved:
            self._moved[after] = now
        return turn


def _newest(of: OrderedDict[K, float], one: K) -> None:
    of[one] = time.monotonic()
    of.move_to_end(one)
    while len(of) > KEPT:
        of.popitem(last=False)


def _lately(of: Mapping[tuple[str, V], float], state: str) -> list[V]:
    """What was noted of a state lately, the newest first."""
    since = time.monotonic() - LATELY
    return [what for (noted, what), when in list(of.items())[::-1] if noted == state and when > since]


def _work(asked: list[Hashable], work_out: Callable[[Hashable], object], ready: Event) -> None:
    until = time.monotonic() + LONGEST
    for one in asked:
        if time.monotonic() > until:
            break
        began = time.monotonic()
        try:
            work_out(one)
        except Exception as fault:  # noqa: BLE001 - whoever asks for it again is told; its message may quote somebody
            _LOG.info("%s while working ahead", type(fault).__name__)
        time.sleep((time.monotonic() - began) / 2)  # for those who wait for a page
    ready.set()
