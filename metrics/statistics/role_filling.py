"""How roles fill one after another while more and more people are counted for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise


class Filling:
    """Who fills which role, each person one at most, from the people counted on so far; always as many as can be.

    Begins with `filled`, a largest filling from the pairs `counted`. Of all other roles only those in `empty` are to be
    filled, the first before others. A role once filled stays filled, though perhaps by somebody else.
    """

    def __init__(self, counted: Iterable[tuple[str, str]], filled: Mapping[str, str], empty: Sequence[str]) -> None:
        self._held = dict(filled)
        self._holder = {person: role for role, person in filled.items()}
        self._empty = {role: number for number, role in enumerate(empty)}
        self._people: dict[str, list[str]] = {role: [] for role in (*filled, *empty)}
        self._roles: dict[str, list[str]] = {}
        for role, person in counted:
            if role in self._people:
                self._link(role, person)

    def count_on(self, role: str, person: str, best: str) -> str | None:
        """From now on this person is counted for this role. Which role is filled by that, `best` if it can be; or None.

        As many were filled as could be, so that one more is filled at most, and only by a chain through this pair.
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
        for mover, left in pairwise(moving_up):
            self._put(mover, self._held[left])
        self._put(role, person)
        del self._empty[moving_up[0]]
        return moving_up[0]

    def _link(self, role: str, person: str) -> None:
        self._people[role].append(person)
        self._roles.setdefault(person, []).append(role)

    def _put(self, role: str, person: str) -> None:
        self._held[role], self._holder[person] = person, role

    def _to_somebody_free(self, person: str) -> list[str] | None:
        """This person, whoever their role could take instead, and so on to somebody who holds none; None without."""
        came_from: dict[str, str | None] = {person: None}
        for each in (reached := [person]):
            if each not in self._holder:
                return _way_back(each, came_from)[::-1]
            for other in self._people[self._holder[each]]:
                if other not in came_from:
                    came_from[other] = each
                    reached.append(other)
        return None

    def _from_an_empty_role(self, role: str, best: str) -> list[str] | None:
        """An empty role, the role whose person it could take, and so on to this one; None where no role waits."""
        came_from: dict[str, str | None] = {role: None}
        waiting = []
        for each in (reached := [role]):
            if each in self._empty:
                if each == best:
                    return _way_back(each, came_from)
                waiting.append(each)
                continue
            for other in self._roles[self._held[each]]:
                if other not in came_from:
                    came_from[other] = each
                    reached.append(other)
        return _way_back(min(waiting, key=self._empty.__getitem__), came_from) if waiting else None


def _way_back(end: str, came_from: Mapping[str, str | None]) -> list[str]:
    """From the end back to where the search began."""
    way = [end]
    while (before := came_from[way[-1]]) is not None:
        way.append(before)
    return way
