"""Which roles are filled as more and more people are counted for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise


class Filling:
    """A largest assignment of people to roles, at most one role each, kept while people are added.

    Starts from `filled`, a largest filling over the (role, person) pairs counted so far. Of the other roles only those
    in `empty` may be filled, earlier ones first. A filled role stays filled, though perhaps by somebody else.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], filled: Mapping[str, str], empty: Sequence[str]) -> None:
        self._held = dict(filled)
        self._holder = {person: role for role, person in filled.items()}
        self._empty = {role: number for number, role in enumerate(empty)}
        self._people: dict[str, list[str]] = {role: [] for role in (*filled, *empty)}
        self._roles: dict[str, list[str]] = {}
        for role, person in pairs:
            if role in self._people:
                self._link(role, person)

    def count_on(self, role: str, person: str, best: str) -> str | None:
        """Count this person for this role; the role that is filled by it, `best` if possible, else None.

        The filling was largest before, so at most one more role is filled, and only by a chain of moves through this
        pair.
        """
        self._link(role, person)
        giving_way = self._to_somebody_free(person)
        if giving_way is None:
            return None
        moving_up = self._from_an_empty_role(role, best)
        if moving_up is None:
            return None
        for now, then in zip(giving_way[-2::-1], giving_way[:0:-1], strict=True):
            self._put(self._holder[now], then)
        for mover, opening in pairwise(moving_up):
            self._put(mover, self._held[opening])
        self._put(role, person)
        del self._empty[moving_up[0]]
        return moving_up[0]

    def _link(self, role: str, person: str) -> None:
        self._people[role].append(person)
        self._roles.setdefault(person, []).append(role)

    def _put(self, role: str, person: str) -> None:
        self._held[role], self._holder[person] = person, role

    def _to_somebody_free(self, person: str) -> list[str] | None:
        """A chain of people from this one, each replaceable in their role by the next, to a free one; or None."""
        came_from: dict[str, str | None] = {person: None}
        for each in (reached := [person]):
            if each not in self._holder:
                return _path_to_start(each, came_from)[::-1]
            for other in self._people[self._holder[each]]:
                if other not in came_from:
                    came_from[other] = each
                    reached.append(other)
        return None

    def _from_an_empty_role(self, role: str, best: str) -> list[str] | None:
        """A chain of roles from an empty one, each taking the next one's person, to `role`; or None."""
        came_from: dict[str, str | None] = {role: None}
        waiting = []
        for each in (reached := [role]):
            if each in self._empty:
                if each == best:
                    return _path_to_start(each, came_from)
                waiting.append(each)
                continue
            for other in self._roles[self._held[each]]:
                if other not in came_from:
                    came_from[other] = each
                    reached.append(other)
        return _path_to_start(min(waiting, key=self._empty.__getitem__), came_from) if waiting else None


def _path_to_start(end: str, came_from: Mapping[str, str | None]) -> list[str]:
    """The path from the end back to the start of the search."""
    way = [end]
    while (before := came_from[way[-1]]) is not None:
        way.append(before)
    return way
