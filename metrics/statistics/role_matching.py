"""Which roles can be filled at once when nobody fills two: maximum matching of roles with their successors."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple, TypeVar

Role = TypeVar("Role", bound=Hashable)
Person = TypeVar("Person", bound=Hashable)


class ContestedSet(NamedTuple):
    """Roles that share too few people: however they are placed, `short` of these roles stay empty."""

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
    held: dict[Person, Role] = {}
    exhausted: set[Person] = set()
    untried = dict.fromkeys(bench, 0)
    for role, people in bench.items():
        free = _next_free(role, people, held, untried)  # mostly somebody is, and nobody has to be moved
        if free is None:
            _fill(role, bench, held, exhausted, untried)
        else:
            held[free] = role
    return {role: person for person, role in held.items()}


def _fill(
    role: Role,
    bench: Mapping[Role, Sequence[Person]],
    held: dict[Person, Role],
    exhausted: set[Person],
    untried: dict[Role, int],
) -> None:
    """Search depth first for a chain of moves that ends with somebody free, and carry it out.

    The people a failed search has seen lead to nobody free, now or later: no later search enters them again.
    """
    asked: set[Person] = set()
    chain = [(role, iter(bench[role]))]
    steps: list[Person] = []
    while chain:
        current, people = chain[-1]
        free = _next_free(current, bench[current], held, untried)
        if free is not None:
            steps.append(free)
            held.update((person, mover) for (mover, _), person in zip(chain, steps, strict=True))
            return
        for person in people:
            if person not in asked and person not in exhausted:
                asked.add(person)
                steps.append(person)
                chain.append((held[person], iter(bench[held[person]])))
                break
        else:
            chain.pop()
            if steps:
                steps.pop()
    exhausted |= asked


def _next_free(
    role: Role, people: Sequence[Person], held: Mapping[Person, Role], untried: dict[Role, int]
) -> Person | None:
    """The next person of this role who holds none yet; people never become free again, so each is looked at once."""
    while untried[role] < len(people):
        person = people[untried[role]]
        if person not in held:
            return person
        untried[role] += 1
    return None


def contested_sets(bench: Mapping[str, Sequence[str]]) -> list[ContestedSet]:
    """The sets of roles that share too few people, the shortest of people first, then by their roles.

    The over-demanded part of the Dulmage–Mendelsohn decomposition, split where no person links the roles: it does not
    depend on which maximum matching is used. Roles without anybody are empty for another reason and are left out.
    """
    named = {role: people for role, people in bench.items() if people}
    filled = fill_roles(named)
    holder = {person: role for role, person in filled.items()}
    rivals: dict[str, list[str]] = {}
    reached = [role for role in named if role not in filled]
    seen = set(reached)
    for role in reached:
        for person in named[role]:
            rivals.setdefault(person, []).append(role)
            if holder[person] not in seen:
                seen.add(holder[person])
                reached.append(holder[person])
    sets = [_set_around(role, named, rivals, seen) for role in reached if role in seen]
    return sorted(sets, key=lambda found: (-found.short, found.roles))


def _set_around(
    start: str, bench: Mapping[str, Sequence[str]], rivals: Mapping[str, list[str]], left: set[str]
) -> ContestedSet:
    """Everybody and every role that hang together with `start`; the roles are taken out of `left`."""
    roles, people = [start], set[str]()
    left.discard(start)
    for role in roles:
        for person in bench[role]:
            people.add(person)
            for rival in rivals[person]:
                if rival in left:
                    left.discard(rival)
                    roles.append(rival)
    return ContestedSet(sorted(roles), sorted(people))
