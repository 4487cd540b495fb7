"""Which critical roles end empty when some people leave and everybody else may move up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FREE = -1
AT_ONCE = 256  # futures whose leavers are laid out together
Hits = NDArray[np.bool_]


class Seats:
    """Roles, their incumbents and those who could step in; finds which roles end empty when some people leave.

    Roles are numbered in the order in which they are served, people in any order. `holders` has each role's incumbent
    (None where it is vacant), `ready` the others who could take it. Somebody with several roles counts once for each.

    The sets of roles that can be filled together form a matroid. So a role that loses its person is refilled by a chain
    of moves to somebody free, or, where there is none, in place of the last role on any such chain; the roles left
    empty are those that filling all roles anew in their order would leave. Only what is connected with a leaver is
    searched.
    """

    def __init__(self, holders: Sequence[int | None], ready: Sequence[Sequence[int]], people: int) -> None:
        self._places: list[list[int]] = [
            [] for _ in range(people)
        ]  # a place: a person, or one role of somebody with several
        self._role_of: list[int] = []
        self._place_of = [FREE] * len(holders)
        for role, person in enumerate(holders):
            if person is not None:
                self._place_of[role] = self._new_place(person, role)
        for person in range(people):
            if not self._places[person]:
                self._new_place(person, FREE)
        self._choices = [
            [*([held] if held != FREE else []), *(place for person in nominees for place in self._places[person])]
            for held, nominees in zip(self._place_of, ready, strict=True)
        ]
        self._gone = bytes(len(self._role_of))  # of each place, in the future that is looked at
        self._moved: list[int] = []
        vacant = [role for role, person in enumerate(holders) if person is None]
        self.empty_today = sorted(self._put_back(vacant))
        self._moved.clear()
        self._now = list(self._role_of), list(self._place_of)
        self._person_of = np.zeros(len(self._role_of), dtype=np.intp)
        for person, places in enumerate(self._places):
            self._person_of[places] = person
        times_named = Counter(person for nominees in ready for person in nominees)
        seated = {person for person in holders if person is not None}
        self._own = [
            [person for person in nominees if times_named[person] == 1 and person not in seated] for nominees in ready
        ]

    def empty_when(self, gone: Hits) -> Hits:
        """Which roles end empty: one row per role, one column per future.

        `gone` marks the leavers, one row per person and one column per future. Most roles that open up need no search:
        a free person on no other list takes the role, or nobody is left to ask. Neither touches another role, so both
        are computed for all futures at once.
        """
        roles, futures = len(self._place_of), gone.shape[1]
        empty, to_fill = np.zeros((roles, futures), dtype=bool), np.zeros((roles, futures), dtype=bool)
        empty[self.empty_today] = True
        for role, place in enumerate(self._place_of):
            if place == FREE:
                continue
            opened = gone[self._person_of[place]]
            empty[role] = opened & gone[self._person_of[self._choices[role]]].all(axis=0)
            to_fill[role] = opened & gone[self._own[role]].all(axis=0) & ~empty[role]
        for start in range(0, futures, AT_ONCE):
            laid_out = np.ascontiguousarray(gone[:, start : start + AT_ONCE].T[:, self._person_of])
            for future, places in enumerate(laid_out, start):
                opened_roles = np.flatnonzero(to_fill[:, future]).tolist()
                self._gone = places.tobytes()
                empty[self._put_back(opened_roles), future] = True
                self._restore()
        return empty

    def _new_place(self, person: int, role: int) -> int:
        self._places[person].append(len(self._role_of))
        self._role_of.append(role)
        return len(self._role_of) - 1

    def _put_back(self, roles: Sequence[int]) -> list[int]:
        return [last for last in map(self._give_up, roles) if last != FREE]

    def _give_up(self, role: int) -> int:
        """Fill this role, moving people where needed; returns the role that ends empty instead, or FREE."""
        role_of, gone = self._role_of, self._gone
        for place in self._choices[role]:  # mostly somebody is free, and nobody has to be moved
            if role_of[place] == FREE and not gone[place]:
                self._move(place, role, {place: role})
                return FREE
        asked_by: dict[int, int] = {}
        reached = [role]
        for current in reached:
            for place in self._choices[current]:
                if place in asked_by or gone[place]:
                    continue
                asked_by[place] = current
                if role_of[place] == FREE:
                    self._move(place, role, asked_by)
                    return FREE
                reached.append(role_of[place])
        last = max(reached)
        if last != role:
            place = self._place_of[last]
            self._place_of[last] = FREE
            self._move(place, role, asked_by)
            self._moved.append(last)
        return last

    def _move(self, place: int, role: int, asked_by: dict[int, int]) -> None:
        """Move this person to the role they were reached from, its former holder to the one before, up to `role`."""
        while True:
            role_taken = asked_by[place]
            before = self._place_of[role_taken]
            self._place_of[role_taken], self._role_of[place] = place, role_taken
            self._moved.append(role_taken)
            if role_taken == role:
                return
            place = before

    def _restore(self) -> None:
        role_of, place_of = self._now
        for role in self._moved:
            for place in (self._place_of[role], place_of[role]):
                if place != FREE:
                    self._role_of[place] = role_of[place]
            self._place_of[role] = place_of[role]
        self._moved.clear()
