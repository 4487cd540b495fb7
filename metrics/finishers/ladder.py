"""Height and pay of the expert ladder against the manager ladder, and spans of control."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from metrics.figure_notes import Kind, Note, Notes, counted, note_column, what_groups_rest_on
from metrics.question import Question
from metrics.statistics import confidence_intervals
from metrics.statistics.survival import Floats

TRACKS = ("ic", "manager")
EDGES = (0.025, 0.975)
CELL, RESTS_ON = ("job_level", "currency", "track"), ("_assumed", "_derived")
Cell = tuple[float, str]  # a level and a currency
COLUMNS = (
    *("job_level", "currency", "ic", "manager", "ic_median_salary", "manager_median_salary", "manager_to_ic_pay"),
    *("low", "high", "_assumed", "_derived", "_of", "_size", "_note"),
)


def finish_ladder_parity(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per group, level and currency with people on both tracks: the pay ratio and its interval."""
    by = list(question.scope.by)
    tables = [pd.DataFrame(columns=[*by, *COLUMNS])]
    for key, group in question.groups(rows):
        table = _levels(group, question)
        for name, value in zip(by, key, strict=True):
            table[name] = pd.Series([value] * len(table), dtype=rows[name].dtype)
        tables.append(table)
    levels = pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True)
    return what_groups_rest_on(levels, question.scope, track=True)


def finish_ladder_ceiling(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The ceilings as the query returns them, with a note on what they rest on."""
    return what_groups_rest_on(rows, question.scope, track=True)


def finish_span_of_control(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Adds Wilson's interval of the share over ten reports; the note counts managers without reports."""
    low, high = confidence_intervals.wilson(rows["over_10"], rows["managers"])
    notes = [Notes.of(counted(Kind.WITHOUT_REPORTS, count)) for count in rows["without"]]
    return what_groups_rest_on(rows.assign(low=low, high=high, _note=note_column(notes, rows)), question.scope)


def median_drawn_anew(values: Floats, up_to: Floats, draws: int, random: np.random.Generator, of: int) -> Floats:
    """Bootstrap medians: `draws` samples of size `of`, drawn with replacement from `of` people.

    `values` are the distinct values in order, and `up_to` how many people have that or less; those about the middle are
    enough. The k-th smallest of `of` uniform numbers is Beta distributed: that gives the position of the median without
    drawing the whole sample.
    """
    below = (of + 1) // 2
    lower = random.beta(below, of + 1 - below, draws)
    upper = lower if of % 2 else lower + (1 - lower) * (1 - random.random(draws) ** (1 / (of - below)))
    return np.asarray(_value_of(np.stack([lower, upper]) * of // 1 + 1, values, up_to).mean(axis=0), dtype=np.float64)


def _value_of(place: Floats, values: Floats, up_to: Floats) -> Floats:
    """The value of the person at that position, counted from 1."""
    return np.asarray(values[np.searchsorted(up_to, place).clip(0, len(values) - 1)], dtype=np.float64)


def _levels(group: pd.DataFrame, question: Question) -> pd.DataFrame:
    counts, pay = group[group["pay"].isna()], group[group["pay"].notna()]
    people: dict[Cell, dict[str, int]] = {}
    rests_on: dict[Cell, list[float]] = {}
    for level, currency, track, n, *rests in _rows(counts[counts["usable"].astype(bool)], *CELL, "n", *RESTS_ON):
        people.setdefault((level, currency), dict.fromkeys(TRACKS, 0))[track] += n
        rests_on[level, currency] = [a + b for a, b in zip(rests, rests_on.get((level, currency), (0, 0)), strict=True)]
    cells_of_both = sorted(cell for cell, number in people.items() if all(number.values()))
    notes, spreads = _left_out(counts, list(people), cells_of_both), _spreads(pay)
    table = [
        {
            "job_level": level,
            "currency": currency,
            **people[level, currency],
            **_ratio([spreads[level, currency, track] for track in TRACKS], question),
            **dict(zip(RESTS_ON, rests_on[level, currency], strict=True)),
            "_of": sum(people[level, currency].values()),
            "_size": min(people[level, currency].values()),
            "_note": notes,
        }
        for level, currency in cells_of_both
    ]
    return pd.DataFrame(table, columns=list(COLUMNS))


def _rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(frame[column].tolist() for column in columns), strict=True)


def _spreads(pay: pd.DataFrame) -> dict[tuple[Any, ...], Floats]:
    """By level, currency and track one row per pay in the middle: the pay, how many earn up to it, out of how many."""
    pay = pay.sort_values([*CELL, "pay"])
    figures = pay[["pay", "up_to", "n"]].to_numpy(float)
    spread_of, start = {}, 0
    for cell, same in groupby(_rows(pay, *CELL)):
        end = start + len(list(same))
        spread_of[cell], start = figures[start:end], end
    return spread_of


def _ratio(tracks: list[Floats], question: Question) -> dict[str, float]:
    """The medians, their ratio and its bootstrap interval."""
    draws, seed = (int(str(question.options[name])) for name in ("draws", "seed"))
    random = np.random.Generator(np.random.PCG64(seed))
    medians, anew = [], []
    for spread in tracks:
        pay, up_to, of = spread[:, 0], spread[:, 1], int(spread[0, 2])
        medians.append(float(_value_of(np.array([(of + 1) // 2, of // 2 + 1]), pay, up_to).mean()))
        anew.append(median_drawn_anew(pay, up_to, draws, random, of))
    ic, manager = medians
    low, high = np.quantile(anew[1] / anew[0], EDGES) if all(spread[0, 2] > 1 for spread in tracks) else (np.nan,) * 2
    return {
        "ic_median_salary": ic,
        "manager_median_salary": manager,
        "manager_to_ic_pay": manager / ic if ic else np.nan,
        "low": float(low),
        "high": float(high),
    }


def _left_out(counts: pd.DataFrame, cells: list[Cell], cells_of_both: list[Cell]) -> Notes:
    """Notes on people without level or salary, and on levels with people on one track only."""
    missing = int(counts.loc[~counts["usable"].astype(bool), "n"].sum())
    alone = tuple(sorted({level for level, _ in cells} - {level for level, _ in cells_of_both}))
    return Notes.of(
        counted(Kind.WITHOUT_LEVEL_OR_SALARY, missing),
        Note(Kind.LEVELS_ON_ONE_TRACK, about=alone) if alone else None,
    )


FINISH = {
    "ladder_parity": finish_ladder_parity,
    "ladder_ceiling": finish_ladder_ceiling,
    "span_of_control": finish_span_of_control,
}
