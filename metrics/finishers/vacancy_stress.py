"""How likely critical roles are to end empty when people leave at given rates."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.errors import UnknownOption
from metrics.figure_notes import Kind, Note, Notes, unobserved
from metrics.finishers.bench import NOT_UNWILLING, incumbent_notes, shown_roles
from metrics.question import Question
from metrics.statistics.confidence_intervals import Z
from metrics.statistics.exit_rates import OWN, Rate, chosen_rate, exit_rates, persons, rates_note
from metrics.statistics.vacancy_chains import FREE, Hits, Seats

TOTAL = "total"
NOW = 1  # readiness
PEOPLE_AT_ONCE = 256  # keeps the numbers drawn in memory few; it does not change them
TOTAL_COLUMNS = ("role_id", "p_vacant", "p_unfilled", "expected_unfilled", "p90_unfilled", "_note")


@dataclass(frozen=True)
class Futures:
    """One row per role, one column per draw: whether its incumbent leaves, and whether it ends empty."""

    vacant: Hits
    empty: Hits

    def of(self, roles: Hits) -> Futures:
        """The futures of the marked roles only."""
        return Futures(self.vacant[roles], self.empty[roles])


def finish_vacancy_stress(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per role with its probabilities over the draws, and a total row per group."""
    if not question.options["draws"]:
        raise UnknownOption("draws is a whole number from 1 up.")
    own = exit_rates(question)
    rate = chosen_rate(question, own)
    roles = rows.assign(_note=incumbent_notes(rows), p_vacant=math.nan, p_unfilled=math.nan)
    if rate is None:
        unknown = unobserved(question.scope.as_of, question.observed_from)
        return _with_totals(roles, None, question, unknown)
    futures = _futures(rows, rate, question)
    notes = Notes.of(
        rates_note(own, question.scope.as_of) if own and question.options["rate"] == OWN else None,
        Note(Kind.SOONER_READY_COUNT) if (rows["ready_enough"] > NOW).any() else None,
    )
    roles = roles.assign(p_vacant=futures.vacant.mean(axis=1), p_unfilled=futures.empty.mean(axis=1))
    return _with_totals(roles, futures, question, notes)


def _futures(rows: pd.DataFrame, rate: Rate, question: Question) -> Futures:
    """The futures of all roles of the company: filters only choose which are shown."""

    def work_out() -> Futures:
        people = question.rows("vacancy_stress_people")
        years = int(str(question.options["months"])) / 12
        leaving = np.array([_chance(rate(person), years) for person in persons(people)], dtype=np.float64)
        return drawn(rows, {person: number for number, person in enumerate(people["employee_id"])}, leaving, question)

    own = question.options["rates"] == OWN  # a file may be another by the next time
    return question.once("futures", work_out) if own else work_out()


def _chance(rate: float, years: float) -> float:
    return -math.expm1(-rate * years) if years else 0.0  # also at an endless rate


def drawn(rows: pd.DataFrame, people: dict[str, int], leaving: NDArray[np.float64], question: Question) -> Futures:
    """The futures of the roles when each person leaves with the given probability, in the order of `people`."""
    draws, seed = (int(str(question.options[name])) for name in ("draws", "seed"))
    holders = [people.get(person) if isinstance(person, str) else None for person in rows["incumbent_id"]]
    ready = [
        [people[person] for kind in people_by_kind for person in kind]
        for people_by_kind in zip(*(rows[kind] for kind in NOT_UNWILLING), strict=True)
    ]
    leaver_draws = leavers(leaving, draws, seed)
    holder_numbers = np.array([FREE if holder is None else holder for holder in holders], dtype=np.intp)
    vacant = leaver_draws[holder_numbers] if len(leaver_draws) else np.zeros((len(rows), draws), dtype=bool)
    vacant[holder_numbers == FREE] = True
    return Futures(vacant, Seats(holders, ready, len(people)).empty_when(leaver_draws))


def leavers(leaving: NDArray[np.float64], draws: int, seed: int) -> Hits:
    """Who leaves, one row per person and one column per draw; adding a person last changes no other row."""
    generator = np.random.Generator(np.random.PCG64(seed))
    leaves = np.empty((len(leaving), draws), dtype=bool)
    for start in range(0, len(leaving), PEOPLE_AT_ONCE):
        chances = leaving[start : start + PEOPLE_AT_ONCE]
        leaves[start : start + PEOPLE_AT_ONCE] = generator.random((len(chances), draws)) < chances[:, None]
    return leaves


def _with_totals(roles: pd.DataFrame, futures: Futures | None, question: Question, notes: Notes) -> pd.DataFrame:
    """The roles shown, each group followed by its total row."""
    parts = []
    of_roles = roles.reset_index(names="_role")
    for key, group in question.groups(shown_roles(of_roles)):
        chosen = np.isin(np.arange(len(roles)), group["_role"])
        total = _total(futures.of(chosen) if futures and len(group) else None, notes)
        parts += [group, pd.DataFrame([{**total, **dict(zip(question.scope.by, key, strict=True))}])]
    if not parts:
        return roles[:0].reindex(columns=[*roles, *TOTAL_COLUMNS[3:5]])
    return pd.concat([part.astype(object) for part in parts], ignore_index=True).pipe(_typed)


def _total(futures: Futures | None, notes: Notes) -> dict[str, Any]:
    if futures is None:
        return {"role_id": TOTAL, "_note": notes}
    numbers = futures.empty.sum(axis=0)
    draws = len(numbers)
    error = Z * float(numbers.std()) / math.sqrt(draws)
    return {
        "role_id": TOTAL,
        "p_vacant": futures.vacant.any(axis=0).mean(),
        "p_unfilled": futures.empty.any(axis=0).mean(),
        "expected_unfilled": numbers.mean(),
        # a number of roles that occurs, not one between two
        "p90_unfilled": np.quantile(numbers, 0.9, method="inverted_cdf"),
        "_note": notes + Notes.of(Note(Kind.DRAWS, about=(error, draws))),
    }


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    measured = dict.fromkeys(("p_vacant", "p_unfilled", "expected_unfilled"), "float64")
    whole = dict.fromkeys(("criticality", "job_level", "p90_unfilled"), "Int64")
    return rows.reindex(columns=list(dict.fromkeys([*rows, *TOTAL_COLUMNS]))).astype({**measured, **whole})


FINISH = {"vacancy_stress": finish_vacancy_stress}
