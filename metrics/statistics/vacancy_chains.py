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
    """Roles, who holds them and who could step in; asked who is missing in each of many futures in which some leave.

    Roles are numbered in the order in which they are served, people in any order. `holders` names each role's incumbent
    (None where it is vacant), `ready` the others who could take it. Somebody with several roles counts once for each.

    The sets of roles that can be filled together form a matroid. So a role that loses its person is put back by a chain
    of moves to somebody free, or, where there is none, in place of the last role on any such chain; what is left empty
    is what filling all roles anew in their order would leave. Only what hangs together with a leaver is looked at.
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
            [*([held] if held != FREE else []), *(place for person in named for place in self._places[person])]
            for held, named in zip(self._place_of, ready, strict=True)
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
        wanted = Counter(person for named in ready for person in named)
        seated = {person for person in holders if person is not None}
        self._own = [[person for person in named if wanted[person] == 1 and person not in seated] for named in ready]

    def empty_when(self, gone: Hits) -> Hits:
        """Which roles end empty, one row a role, in futures given as one row a person and one column a future.

        Most roles that open up need no search: somebody free whom nobody else could ask takes the role, or nobody is
        left to ask. Neither touches another role, so both are worked out for all futures at once.
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
        """Fill this role, by moving people where needed; the role that stays empty for it, or FREE."""
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
        """Let that person take the role they were asked for, whoever held it the one before, and so on to `role`."""
        while True:
            taken = asked_by[place]
            before = self._place_of[taken]
            self._place_of[taken], self._role_of[place] = place, taken
            self._moved.append(taken)
            if taken == role:
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
