"""The fewest actions that would cover the most critical roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from metrics.finishers.bench import shown_roles
from metrics.question import Question
from metrics.statistics.role_filling import Filling
from metrics.statistics.role_matching import contested_sets, fill_roles

ASK, DEVELOP, WIDEN, TAKE_OFF = "ask", "develop", "widen", "take_off"
NEEDED = {  # what it takes to count on each kind of successor
    "willing_people": (),
    "unknown_people": (ASK,),
    "soon_willing_people": (DEVELOP,),
    "soon_unknown_people": (ASK, DEVELOP),
}
ELSEWHERE = "counted on for {}, and covered here without them"
BECAUSE = {ASK: "nobody knows whether they would", DEVELOP: "ready in 1–2 years"}
COLUMNS = ("number", "move", "employee_id", "role_id", "role_ids", "gain", "covered_after", "share_after", "because")
Pair = tuple[str, str]  # a role and a person


BEYOND = "beyond those shown"


@dataclass(frozen=True)
class Move:
    """One action: for which role, about whom, and what it adds."""

    move: str
    role_id: str
    employee_id: str | None
    because: str
    role_ids: tuple[str, ...] = ()
    covers: str | None = None  # the role that is newly covered once it is made
    serves: str | None = None  # the role that it covers or helps to cover


def finish_closing_moves(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per move in the order to make them, with the roles covered after each."""
    needed = {
        (role, person): moves
        for kind, moves in NEEDED.items()
        for role, people in zip(rows["role_id"], rows[kind], strict=True)
        for person in people
    }
    today = fill_roles(dict(zip(rows["role_id"], rows["willing_people"], strict=True)))
    plan = cheapest_plan(rows, needed, today)
    moves = [*_moves_to_ask_or_develop(needed, today, plan), *_moves_to_widen(rows, needed, plan)]
    moves += _moves_off_lists(needed, plan, {move.role_id for move in moves if move.covers})
    shown_ids = set(shown_roles(rows)["role_id"])
    table, covered = [], len(shown_ids & today.keys())
    for number, move in enumerate(moves, 1):
        if move_shown := _as_shown(move, shown_ids):
            gain = int(move.covers in shown_ids)
            covered += gain
            after = {"gain": gain, "covered_after": covered, "share_after": covered / len(shown_ids)}
            table.append({"number": number, **vars(move_shown), "role_ids": "; ".join(move_shown.role_ids), **after})
    return pd.DataFrame(table, columns=list(COLUMNS))


def _as_shown(move: Move, shown: Set[str]) -> Move | None:
    """The move as far as it concerns the roles shown, naming what lies beyond them; None where it does not."""
    ids = tuple(role for role in move.role_ids if role in shown)
    beyond = len(move.role_ids) - len(ids)
    because = move.because
    if move.move == TAKE_OFF:
        if not ids:
            return None
        because = ELSEWHERE.format(f"a role {BEYOND}" if move.role_id not in shown else "another role")
        if beyond:
            because += f"; on {beyond} more {'list' if beyond == 1 else 'lists'} beyond the roles shown"
    elif not shown & {move.role_id, move.covers, move.serves}:
        return None
    elif move.role_id not in shown:
        if move.move == WIDEN:
            return None
        because += f"; the role is {BEYOND}: that frees somebody for one of them"
    elif not shown & {move.covers, move.serves}:
        because += f"; that frees somebody for a role {BEYOND}"
    elif beyond:
        because += f"; {beyond} of them {'is' if beyond == 1 else 'are'} beyond the roles shown"
    return replace(move, because=because, role_ids=ids)


def cheapest_plan(rows: pd.DataFrame, needed: Mapping[Pair, Sequence[str]], today: Mapping[str, str]) -> dict[str, str]:
    """Who fills which role when as few new people as possible are found, and then as few moves made.

    A role without an entry needs somebody new. Roles covered today stay covered: that costs no more, since a largest
    filling of what is covered today can always be extended to one of all roles.
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
    # a full matching fills every role, so each has an edge to a new person of its own
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


def _moves_to_ask_or_develop(
    needed: Mapping[Pair, Sequence[str]], today: Mapping[str, str], plan: Mapping[str, str]
) -> Iterator[Move]:
    """The moves, chain by chain: roles that one move covers first, asking before developing, critical first.

    A chain ends with one more role covered. Where it takes several people, a move in it may already cover one, together
    with moves of other chains: `Filling` counts these at the move that does.
    """
    counted_for = {person: role for role, person in today.items()}
    empty = [role for role in plan if role not in today]
    paid = {role: [pair for pair in _chain(role, counted_for, plan) if needed[pair]] for role in empty}
    filling = Filling([pair for pair, moves in needed.items() if not moves], today, empty)
    for opens in sorted(empty, key=lambda role: _effort(paid[role], needed)):
        for role, person in paid[opens]:
            *first, last = needed[role, person]
            yield from (Move(move, role, person, BECAUSE[move], serves=opens) for move in first)
            covers = filling.count_on(role, person, opens)
            yield Move(last, role, person, BECAUSE[last], covers=covers, serves=opens)


def _effort(pairs: Sequence[Pair], needed: Mapping[Pair, Sequence[str]]) -> tuple[int, int, bool]:
    moves = [move for pair in pairs for move in needed[pair]]
    return len(moves), len(pairs), DEVELOP in moves


def _chain(role: str, counted_for: Mapping[str, str], plan: Mapping[str, str]) -> list[Pair]:
    """The role and its person in the plan, then the role that person covers today and its person, and so on."""
    pairs = [(role, plan[role])]
    while role_today := counted_for.get(pairs[-1][1]):
        pairs.append((role_today, plan[role_today]))
    return pairs


def _moves_to_widen(
    rows: pd.DataFrame, needed: Mapping[Pair, Sequence[str]], plan: Mapping[str, str]
) -> Iterator[Move]:
    """One move per role that the plan leaves empty, with the roles that share the same few people."""
    bench: dict[str, list[str]] = {role: [] for role in rows["role_id"]}
    for role, person in needed:
        bench[role].append(person)
    set_of = {role: contested for contested in contested_sets(bench) for role in contested.roles}
    for role in bench:
        if role in plan:
            continue
        if contested := set_of.get(role):
            words = (
                f"{len(contested.roles)} roles share {_people_in_words(len(contested.people))}: {contested.short} short"
            )
            yield Move(WIDEN, role, None, words, tuple(contested.roles), covers=role)
        else:
            yield Move(WIDEN, role, None, "nobody is there to ask or to develop", (role,), covers=role)


def _moves_off_lists(
    needed: Mapping[Pair, Sequence[str]], plan: Mapping[str, str], newly_covered: Iterable[str]
) -> Iterator[Move]:
    """People still on the ready-now list of a role that is newly covered by somebody else, while they fill another."""
    covered, role_of = set(newly_covered), {person: role for role, person in plan.items()}
    lists: dict[str, list[str]] = {}
    for (role, person), moves in needed.items():
        if role in covered and DEVELOP not in moves and role_of.get(person, role) != role:
            lists.setdefault(person, []).append(role)
    for person in sorted(lists):
        yield Move(TAKE_OFF, role_of[person], person, ELSEWHERE, tuple(sorted(lists[person])))


def _people_in_words(people: int) -> str:
    return "1 person" if people == 1 else f"{people} people"


FINISH = {"closing_moves": finish_closing_moves}
