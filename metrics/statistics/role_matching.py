"""Which roles can be filled at once when nobody fills two: maximum matching of roles with their successors."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple, TypeVar

Role = TypeVar("Role", bound=Hashable)
Person = TypeVar("Person", bound=Hashable)


class ContestedSet(NamedTuple):
    """Roles that share too few people: however they are assigned, `short` of these roles stay empty."""

    roles: list[str]
    people: list[str]

    @property
    def short(self) -> int:
        """How many of the roles stay empty."""
        return len(self.roles) - len(self.people)


def fill_roles(bench: Mapping[Role, Sequence[Person]]) -> dict[Role, Person]:
    """Fill as many roles as can be filled at once, each person taking one role at most.

    `bench` names the people for each role and is served in its own order. A role once filled stays filled, though
    perhaps by somebody else. The roles that can be filled together form a transversal matroid, so this order gives
    the largest number, the earliest roles first, and the same set of filled roles whatever order people are named in.
    Returns one person for each filled role.
    """
    role_of: dict[Person, Role] = {}
    exhausted: set[Person] = set()
    untried = dict.fromkeys(bench, 0)
    for role, people in bench.items():
        free = _next_free(role, people, role_of, untried)  # mostly somebody is, and nobody has to be moved
        if free is None:
            _fill(role, bench, role_of, exhausted, untried)
        else:
            role_of[free] = role
    return {role: person for person, role in role_of.items()}


def _fill(
    role: Role,
    bench: Mapping[Role, Sequence[Person]],
    role_of: dict[Person, Role],
    exhausted: set[Person],
    untried: dict[Role, int],
) -> None:
    """Search depth first for a chain of moves that ends with a free person, and carry it out.

    The people a failed search has visited lead to nobody free, now or later: no later search enters them again.
    """
    visited: set[Person] = set()
    chain = [(role, iter(bench[role]))]
    steps: list[Person] = []
    while chain:
        current, people = chain[-1]
        free = _next_free(current, bench[current], role_of, untried)
        if free is not None:
            steps.append(free)
            role_of.update((person, mover) for (mover, _), person in zip(chain, steps, strict=True))
            return
        for person in people:
            if person not in visited and person not in exhausted:
                visited.add(person)
                steps.append(person)
                chain.append((role_of[person], iter(bench[role_of[person]])))
                break
        else:
            chain.pop()
            if steps:
                steps.pop()
    exhausted |= visited


def _next_free(
    role: Role, people: Sequence[Person], role_of: Mapping[Person, Role], untried: dict[Role, int]
) -> Person | None:
    """The next person of this role who holds none yet. Nobody becomes free again, so each is checked only once."""
    while untried[role] < len(people):
        person = people[untried[role]]
        if person not in role_of:
            return person
        untried[role] += 1
    return None


def contested_sets(bench: Mapping[str, Sequence[str]]) -> list[ContestedSet]:
    """The sets of roles that share too few people: most short first, then by their roles.

    The over-demanded part of the Dulmage–Mendelsohn decomposition, split where no person links the roles: it does not
    depend on which maximum matching is used. Roles without anybody are empty for another reason and are left out.
    """
    nominees = {role: people for role, people in bench.items() if people}
    filled = fill_roles(nominees)
    holder = {person: role for role, person in filled.items()}
    rivals: dict[str, list[str]] = {}
    reached = [role for role in nominees if role not in filled]
    sharing = set(reached)
    for role in reached:
        for person in nominees[role]:
            rivals.setdefault(person, []).append(role)
            if holder[person] not in sharing:
                sharing.add(holder[person])
                reached.append(holder[person])
    sets = [_set_around(role, nominees, rivals, sharing) for role in reached if role in sharing]
    return sorted(sets, key=lambda contested: (-contested.short, contested.roles))


def _set_around(
    start: str, bench: Mapping[str, Sequence[str]], rivals: Mapping[str, list[str]], unassigned: set[str]
) -> ContestedSet:
    """The roles and people connected with `start`; its roles are removed from `unassigned`."""
    roles, people = [start], set[str]()
    unassigned.discard(start)
    for role in roles:
        for person in bench[role]:
            people.add(person)
            for rival in rivals[person]:
                if rival in unassigned:
                    unassigned.discard(rival)
                    roles.append(rival)
    return ContestedSet(sorted(roles), sorted(people))
