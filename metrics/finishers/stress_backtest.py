"""The stress test's exit forecasts of past years against the exits that happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from metrics.figure_notes import Notes, unobserved, what_groups_rest_on
from metrics.question import Question
from metrics.scope import months_before
from metrics.statistics.exit_rates import exit_rates, persons, rates_note

WIDTHS = 12  # standard deviations kept on either side: what lies beyond is below 1e-20
COLUMNS = ("as_of", "people", "expected_exits", "actual_exits", "low", "high", "_assumed", "_derived", "_note")
Floats = NDArray[np.float64]


def finish_stress_backtest(years: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per past day and group: expected and actual exits of the following 12 months."""
    rows = [row for back in years["months_back"] for row in _year(question, int(back))]
    frame = pd.DataFrame(rows, columns=[*question.scope.by, *(c for c in COLUMNS if c not in question.scope.by)])
    return what_groups_rest_on(frame, question.scope, track=True)


def poisson_binomial(people: Floats, chance: Floats) -> tuple[int, Floats]:
    """The lowest number of exits kept, and the probability of each number from there up.

    `people` and `chance` pair the size of each cell with the probability that one of its people leaves.
    """
    first, probabilities = 0, np.ones(1)
    for n, p in zip(people, chance, strict=True):
        reach = WIDTHS * np.sqrt(n * p * (1 - p)) + WIDTHS
        k = np.arange(max(0.0, np.floor(n * p - reach)), min(n, np.ceil(n * p + reach)) + 1)
        # binomial coefficients as logarithms: as numbers they overflow
        ways = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
        # the sum of independent numbers of exits is distributed as the convolution
        probabilities = np.convolve(probabilities, np.exp(ways + special.xlogy(k, p) + special.xlog1py(n - k, -p)))
        first += int(k[0])
    return first, probabilities


def _year(question: Question, back: int) -> Iterator[dict[str, Any]]:
    """The rows of the day that many months back, one per group."""
    day = months_before(question.scope.as_of, back)
    watched_to = months_before(question.scope.as_of, back - 12)
    then = replace(
        question,
        scope=replace(question.scope, as_of=day),
        options={**question.options, "watched_to": watched_to},
    )
    cells = then.rows("stress_backtest_people")
    rates = exit_rates(then)
    for key, group in question.groups(cells):
        row = {**dict(zip(question.scope.by, key, strict=True)), "as_of": day}
        row |= {name: group[name].sum() for name in ("people", "_assumed", "_derived")}
        known_from = question.observed_from
        if rates is None or known_from is None or day < known_from - timedelta(days=1):
            yield {**row, "_note": unobserved(day, known_from)}
            continue
        people = group["people"].to_numpy(float)
        cells_of_group = group[["its_track", "tenure", "age"]].rename(columns={"its_track": "track"})
        chance = -np.expm1([-rates.of(person) for person in persons(cells_of_group)])
        first, probabilities = poisson_binomial(people, chance)
        low, high = first + np.searchsorted(np.cumsum(probabilities), (0.025, 0.975))
        row |= {"expected_exits": float(people @ chance), "actual_exits": group["actual_exits"].sum()}
        yield {**row, "low": low, "high": high, "_note": Notes.of(rates_note(rates, day))}


FINISH = {"stress_backtest": finish_stress_backtest}
