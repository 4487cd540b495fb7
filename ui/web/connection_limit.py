"""The limit of open pages per viewer: each holds a session, and the frames it has shown, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

EACH = 40
NOT_SIGNED_IN = 200  # all of those together
TOO_MANY = "Too many pages are open. Close some, and open this one again."


class Sockets:
    """The number of open pages by e-mail address; the empty one is all viewers who have not signed in."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()

    @contextmanager
    def one(self, email: str) -> Iterator[bool]:
        """Count one more page of the viewer while the block lasts; yields whether the limit allows it."""
        has_room = self._open[email] < (EACH if email else NOT_SIGNED_IN)
        self._open[email] += has_room
        try:
            yield has_room
        finally:
            self._open[email] -= has_room
            self._open += Counter()  # drops viewers with none open, so that the counter does not grow for ever
