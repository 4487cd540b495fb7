"""How many pages may be open at once: each holds a session, and what it has shown, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

EACH = 40
NOT_SIGNED_IN = 200  # all of those together
TOO_MANY = "Too many pages are open. Close some, and open this one again."


class Sockets:
    """The pages that are open, by who has them open; empty is whoever has not signed in."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    @contextmanager
    def one(self, who: str) -> Iterator[bool]:
        """Room for one more page of theirs while the block lasts, and whether there is any."""
        room = self._open[who] < (EACH if who else NOT_SIGNED_IN)
        self._open[who] += room
        try:
            yield room
        finally:
            self._open[who] -= room
            self._open += Counter()  # drops who has none open
