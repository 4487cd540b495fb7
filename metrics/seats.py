"""Which critical roles end empty when some people leave and everybody else may move up."""

from __future__ import annotations

from collections.abc import Sequence

FREE = -1


class Seats:
    """Roles, who holds them and who could step in; asked again and again who is missing when somebody leaves.

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
        self._gone = [False] * len(self._role_of)
        self._moved: list[int] = []
        vacant = [role for role, person in enumerate(holders) if person is None]
        self.empty_today = sorted(self._put_back(vacant))
        self._moved.clear()
        self._now = list(self._role_of), list(self._place_of)

    def newly_empty(self, leavers: Sequence[int]) -> list[int]:
        """The roles that end empty when these people leave, beside those empty today already."""
        gone = [place for person in leavers for place in self._places[person]]
        for place in gone:
            self._gone[place] = True
        opened = [role for role in map(self._role_of.__getitem__, gone) if role != FREE]
        for role in opened:
            self._place_of[role] = FREE
        empty = self._put_back(opened)
        for place in gone:
            self._gone[place] = False
        self._restore(opened)
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

    def _restore(self, opened: Sequence[int]) -> None:
        role_of, place_of = self._now
        for role in (*self._moved, *opened):
            for place in (self._place_of[role], place_of[role]):
                if place != FREE:
                    self._role_of[place] = role_of[place]
            self._place_of[role] = place_of[role]
        self._moved.clear()
