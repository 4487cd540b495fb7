"""What are the fewest things to do that would cover the most critical roles for real?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from metrics.bench import shown_roles
from metrics.matching import contested_sets, fill_roles
from metrics.question import Question

ASK, DEVELOP, WIDEN, TAKE_OFF = "ask", "develop", "widen", "take_off"
NEEDED = {  # what it takes to count on each kind of successor
    "willing_people": (),
    "unknown_people": (ASK,),
    "soon_willing_people": (DEVELOP,),
    "soon_unknown_people": (ASK, DEVELOP),
}
BECAUSE = {ASK: "nobody knows whether they would", DEVELOP: "ready in 1–2 years"}
COLUMNS = ("number", "move", "employee_id", "role_id", "role_ids", "gain", "covered_after", "share_after", "because")
Pair = tuple[str, str]  # a role and a person


@dataclass(frozen=True)
class Move:
    """One thing to do: for which role, about whom, and what it adds."""

    move: str
    role_id: str
    employee_id: str | None
    gain: int
    because: str
    role_ids: tuple[str, ...] = ()


def finish_closing_moves(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The moves in the order to make them, with the cover after each."""
    needed = {
        (role, person): moves
        for kind, moves in NEEDED.items()
        for role, people in zip(rows["role_id"], rows[kind], strict=True)
        for person in people
    }
    today = fill_roles(dict(zip(rows["role_id"], rows["willing_people"], strict=True)))
    plan = cheapest_plan(rows, needed, today)
    moves = [*_asked_and_developed(needed, today, plan), *_widened(rows, needed, plan)]
    moves += _taken_off(needed, plan, {move.role_id for move in moves if move.gain})
    covered = len(today) + np.cumsum([move.gain for move in moves], dtype=int)
    shown = set(shown_roles(rows)["role_id"])
    found = [
        {
            **{**vars(move), "role_ids": "; ".join(move.role_ids)},
            **{"number": number, "covered_after": after, "share_after": after / len(rows)},
        }
        for number, (move, after) in enumerate(zip(moves, covered, strict=True), 1)
        if shown & {move.role_id, *move.role_ids}
    ]
    return pd.DataFrame(found, columns=list(COLUMNS))


def cheapest_plan(rows: pd.DataFrame, needed: Mapping[Pair, Sequence[str]], today: Mapping[str, str]) -> dict[str, str]:
    """Who fills which role when as few new people as possible are found, and then as few moves made.

    A role without an entry needs somebody new. Roles covered today are covered in it: to keep them costs no more, since
    a largest filling of what is covered today can always be grown into one of all.
    """
    roles = list(rows["role_id"])
    people = sorted({person for _, person in needed})
    role_at, person_at = ({name: number for number, name in enumerate(names)} for names in (roles, people))
    row, column = [role_at[role] for role, _ in needed], [person_at[person] for _, person in needed]
    one_move = len(roles) + 1  # outweighs asking before developing, added up over all roles
    costs = [1 + len(moves) * one_move + (DEVELOP in moves) for moves in needed.values()]  # 0 would mean no edge
    somebody_new = (2 * one_move + 2) * one_move
    weight = 4 - rows["criticality"].astype(float).fillna(4).clip(1, 4).to_numpy(
        float
    )  # a tie leaves the less critical empty
    new_costs = somebody_new * (1 + rows["role_id"].isin(today).to_numpy(float)) + weight / (4 * one_move)
    every = np.arange(len(roles))
    graph = csr_matrix(
        (
            np.concatenate([costs, new_costs]),
            (np.concatenate([row, every]), np.concatenate([column, len(people) + every])),
        ),
        shape=(len(roles), len(people) + len(roles)),
    )
    if not roles:
        return {}
    filled = zip(*min_weight_full_bipartite_matching(graph), strict=True)
    return {roles[role]: people[person] for role, person in filled if person < len(people)}


def _asked_and_developed(
    needed: Mapping[Pair, Sequence[str]], today: Mapping[str, str], plan: Mapping[str, str]
) -> Iterator[Move]:
    """The moves, chain by chain: first roles that one move covers, asking before developing, the most critical first.

    A chain ends with one role more covered. Where it takes several people, a move in it may already cover one, together
    with moves of other chains: those are counted out.
    """
    counted_for = {person: role for role, person in today.items()}
    chains = [_chain(role, counted_for, plan) for role in plan if role not in today]
    paid = [[pair for pair in chain if needed[pair]] for chain in chains]
    filling = Filling(needed, [pair for pair, moves in needed.items() if not moves])
    covered = least = len(today)
    for pairs in sorted(paid, key=lambda chain: _effort(chain, needed)):
        least += 1
        for number, (role, person) in enumerate(pairs, 1):
            *first, last = needed[role, person]
            yield from (Move(move, role, person, 0, BECAUSE[move]) for move in first)
            filling.count_on(role, person)
            surely = number == len(pairs) == 1 and covered == least - 1
            after = least if surely else filling.most()
            yield Move(last, role, person, after - covered, BECAUSE[last])
            covered = after


def _effort(pairs: Sequence[Pair], needed: Mapping[Pair, Sequence[str]]) -> tuple[int, int, bool]:
    moves = [move for pair in pairs for move in needed[pair]]
    return len(moves), len(pairs), DEVELOP in moves


def _chain(role: str, counted_for: Mapping[str, str], plan: Mapping[str, str]) -> list[Pair]:
    """The role and whom the plan puts there, then the role that person is counted for today, and so on."""
    pairs = [(role, plan[role])]
    while held := counted_for.get(pairs[-1][1]):
        pairs.append((held, plan[held]))
    return pairs


class Filling:
    """How many roles can be filled at once from the people counted on so far."""

    def __init__(self, pairs: Iterable[Pair], counted: Iterable[Pair]) -> None:
        self._at = {pair: position for position, pair in enumerate(pairs)}
        self._row, self._column = _positions(self._at)
        self._counted = np.zeros(len(self._at), dtype=bool)
        self._counted[[self._at[pair] for pair in counted]] = True

    def count_on(self, role: str, person: str) -> None:
        """From now on this person is counted for this role."""
        self._counted[self._at[role, person]] = True

    def most(self) -> int:
        """The largest number of roles filled, each person taking one at most."""
        row, column = self._row[self._counted], self._column[self._counted]
        graph = csr_matrix((np.ones(len(row)), (row, column)), shape=(self._row.max() + 1, self._column.max() + 1))
        return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())


def _widened(rows: pd.DataFrame, needed: Mapping[Pair, Sequence[str]], plan: Mapping[str, str]) -> Iterator[Move]:
    """Somebody new for each role that the plan leaves empty, with the roles that share the same few people."""
    bench: dict[str, list[str]] = {role: [] for role in rows["role_id"]}
    for role, person in needed:
        bench[role].append(person)
    set_of = {role: found for found in contested_sets(bench) for role in found.roles}
    for role in bench:
        if role in plan:
            continue
        if found := set_of.get(role):
            words = f"{len(found.roles)} roles share {_counted(len(found.people))}: {found.short} short"
            yield Move(WIDEN, role, None, 1, words, tuple(found.roles))
        else:
            yield Move(WIDEN, role, None, 1, "nobody is there to ask or to develop", (role,))


def _taken_off(
    needed: Mapping[Pair, Sequence[str]], plan: Mapping[str, str], newly_covered: Iterable[str]
) -> Iterator[Move]:
    """Those still named, ready now, for a role that a move covers with somebody else, while they fill another."""
    covered, place = set(newly_covered), {person: role for role, person in plan.items()}
    lists: dict[str, list[str]] = {}
    for (role, person), moves in needed.items():
        if role in covered and DEVELOP not in moves and place.get(person, role) != role:
            lists.setdefault(person, []).append(role)
    for person in sorted(lists):
        words = "counted on for another role, and covered here without them"
        yield Move(TAKE_OFF, place[person], person, 0, words, tuple(sorted(lists[person])))


def _positions(pairs: Iterable[Pair]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The number of each pair's role and person, counted in the order in which they first come."""
    numbers: tuple[dict[str, int], dict[str, int]] = {}, {}
    at = [[seen.setdefault(name, len(seen)) for seen, name in zip(numbers, pair, strict=True)] for pair in pairs]
    row, column = np.array(at, dtype=np.int64).reshape(-1, 2).T
    return row, column


def _counted(people: int) -> str:
    return "1 person" if people == 1 else f"{people} people"


FINISH = {"closing_moves": finish_closing_moves}
