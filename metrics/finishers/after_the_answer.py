"""Retention after accepting or declining a promotion."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from metrics.figure_notes import Kind, Notes, counted, note_column, what_groups_rest_on
from metrics.question import Question
from metrics.statistics import confidence_intervals, survival
from metrics.statistics.monthly_curves import Watch, curve_notes, drawn, monthly
from metrics.statistics.survival import Floats

ANSWERS = ("accepted", "declined")
KEY_MONTHS = (6, 12, 24)
SUMS = ("undated", "_of", "_assumed", "_derived")
COLUMNS = ("answer", "people", "month", "at_risk", "retained", "low", "high", "p_value", "start", *SUMS)


def finish_after_the_answer(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per group, answer and month: the share retained, and the log-rank p of both answers."""
    compared = [group.assign(p_value=_log_rank_p(group)) for _, group in question.groups(rows)]
    rows = pd.concat(compared) if compared else rows
    months, too_few = drawn(rows, question, lambda moves: _months(moves, question), COLUMNS, part="answer")
    of_curve = curve_notes(question, too_few)
    notes = [
        Notes.of(counted(Kind.UNDATED_ANSWERS, undated, of)) + of_curve(start, 0)
        for start, undated, of in zip(months["start"], months["undated"], months["_of"], strict=True)
    ]
    return what_groups_rest_on(months.assign(_note=note_column(notes, months)), question.scope)


def _months(moves: pd.DataFrame, question: Question) -> pd.DataFrame | None:
    """The chosen months, as far as the curve goes; None where too few are at risk to draw."""
    curve = monthly(Watch.of(moves, ["leaves"]), int(str(question.options["min_at_risk"])), max(KEY_MONTHS))
    if curve is None:
        return None
    low, high = confidence_intervals.log_log(curve.stayed, curve.greenwood, curve.at_risk)
    table = pd.DataFrame(
        {
            "people": float(moves["_of"].sum()),
            "month": curve.month,
            "at_risk": curve.at_risk,
            "retained": curve.stayed,
            "low": low,
            "high": high,
            "start": curve.start,
            "p_value": moves["p_value"].iloc[0],
            **{name: float(moves[name].sum()) for name in SUMS},
        }
    )
    chosen = np.isin(curve.month, KEY_MONTHS) if question.options["points"] == "key" else np.ones(len(table), bool)
    return table[chosen].reset_index(drop=True) if chosen.any() else None


def _log_rank_p(group: pd.DataFrame) -> float:
    """The log-rank p of both answers over all days observed; nan where nobody gave one of them."""
    watches = [Watch.of(group[group["part"] == answer], ["leaves"]) for answer in ANSWERS]
    if not all(len(watch.day) for watch in watches):
        return math.nan
    days = np.unique(group.loc[group["what"] == "leaves", "day"].to_numpy(float))
    at_risk = np.stack([watch.at_risk(days) for watch in watches], axis=1)
    leavers = np.stack([_leavers(watch, days) for watch in watches], axis=1)
    return survival.log_rank(at_risk, leavers)[1]


def _leavers(watch: Watch, days: Floats) -> Floats:
    leaves = watch.events[:, 0] > 0
    position = np.searchsorted(days, watch.day[leaves])
    return np.bincount(position, watch.events[leaves, 0], minlength=len(days)).astype(np.float64)


FINISH = {
    "after_the_answer": finish_after_the_answer,
}
