"""Career moves, steps down and first-time managers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from metrics.figure_notes import Kind, Note, Notes, counted, note_column, what_groups_rest_on
from metrics.question import Question
from metrics.statistics import confidence_intervals
from metrics.statistics.monthly_curves import Watch, curve_notes, drawn, monthly

MOVES = ("promotion", "lateral", "step_down", "track_change", "transfer")
KEY_MONTHS = (6, 12, 18, 24)
YEAR = 12
HELPERS = ("start", "_of", "_assumed", "_derived")
STEP_DOWNS = ("people", "retained_12m", "low", "high", *HELPERS)
FIRST_TIME = (
    "prepared",
    "people",
    "month",
    "at_risk",
    "stayed",
    "stepped_down",
    "left",
    "low",
    "high",
    "unrecorded",
    "recorded_since",
    *HELPERS,
)


def finish_career_moves(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per group and kind of move, also without any, per 100 person-years with Garwood's interval."""
    by = list(question.scope.by)
    # the rows without a move hold the person-years of a group
    person_years = rows[rows["move"].isna()].drop(columns=["move", "moves", "between_rosters"])
    grid = person_years.merge(pd.DataFrame({"move": list(MOVES)}), how="cross")
    counted_moves = rows.loc[rows["move"].notna(), [*by, "move", "moves", "between_rosters"]]
    table = grid.merge(counted_moves, how="left", on=[*by, "move"])
    moves, years = table["moves"].fillna(0).to_numpy(float), table["person_years"].fillna(0).to_numpy(float)
    observable = table["knowable"].astype("boolean").fillna(False).to_numpy(bool)
    moves = np.where(observable, moves, np.nan)
    low, high = confidence_intervals.garwood(np.nan_to_num(moves), years)
    rate = np.divide(moves, years, out=np.full_like(years, np.nan), where=years > 0)
    finished = table.assign(
        moves=moves,
        per_100_person_years=100 * rate,
        low=np.where(observable, 100 * low, np.nan),
        high=np.where(observable, 100 * high, np.nan),
        _note=note_column(map(_moves_notes, observable.tolist(), moves, table["between_rosters"].fillna(0)), table),
    )
    return what_groups_rest_on(finished, question.scope)


def finish_step_downs(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per group: how many stepped down, and the share still employed 12 months later."""
    by = list(question.scope.by)
    groups, _ = drawn(rows, question, lambda moves: _a_year_after(moves, question), STEP_DOWNS)
    managing = question.rows("step_downs_managing")
    table = (
        groups.merge(managing, on=by)
        if by
        else groups.assign(median_years_managing=managing["median_years_managing"].iloc[0])
    )
    of_curve = curve_notes(question, [])
    notes = [
        of_curve(start, 0) + Notes.of(Note(Kind.TOO_FEW_AFTER_STEP_DOWN) if retained != retained else None)
        for start, retained in zip(table["start"], table["retained_12m"], strict=True)
    ]
    return what_groups_rest_on(table.assign(_note=note_column(notes, table)), question.scope, track=True)


def finish_first_time_managers(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per group, preparation and month: shares still managing, stepped down and left."""
    parts_and_all = pd.concat([rows, rows.assign(part="all")], ignore_index=True)
    months, too_few = drawn(
        parts_and_all, question, lambda moves: _months_of_group(moves, question), FIRST_TIME, part="prepared"
    )
    of_curve = curve_notes(question, too_few)
    notes = [
        of_curve(start, 0) + _preparation_notes(unrecorded, since)
        for start, unrecorded, since in zip(
            months["start"], months["unrecorded"], months["recorded_since"], strict=True
        )
    ]
    return what_groups_rest_on(months.assign(_note=note_column(notes, months)), question.scope, track=True)


def _moves_notes(observable: bool, moves: float, between_rosters: float) -> Notes:
    return Notes.of(counted(Kind.BETWEEN_ROSTERS, between_rosters, moves) if observable else Note(Kind.MOVES_UNSEEN))


def _a_year_after(moves: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row; the share is empty where too few are at risk at some month up to the twelfth."""
    curve = monthly(Watch.of(moves, ["leaves"]), int(str(question.options["min_at_risk"])), YEAR)
    row = {name: float(moves[name].sum()) for name in ("_of", "_assumed", "_derived")} | {"start": 0.0}
    row |= {"people": row["_of"], "retained_12m": np.nan, "low": np.nan, "high": np.nan}
    if curve is not None and len(curve.month) and curve.month[-1] == YEAR:
        low, high = confidence_intervals.log_log(curve.stayed, curve.greenwood, curve.at_risk)
        row |= {"retained_12m": curve.stayed[-1], "low": low[-1], "high": high[-1], "start": curve.start}
    return pd.DataFrame([row])


def _months_of_group(moves: pd.DataFrame, question: Question) -> pd.DataFrame | None:
    """The chosen months, as far as the curve goes; None where too few are at risk to draw."""
    watch = Watch.of(moves, ["steps_down", "leaves"])
    curve = monthly(watch, int(str(question.options["min_at_risk"])), max(KEY_MONTHS))
    if curve is None:
        return None
    low, high = confidence_intervals.log_log(curve.stayed, curve.greenwood, curve.at_risk)
    table = pd.DataFrame(
        {
            "people": float(moves["_of"].sum()),
            "month": curve.month,
            "at_risk": curve.at_risk,
            "stayed": curve.stayed,
            "stepped_down": curve.left[:, 0],
            "left": curve.left[:, 1],
            "low": low,
            "high": high,
            "start": curve.start,
            "recorded_since": moves["recorded_since"].iloc[0],
            **{name: float(moves[name].sum()) for name in ("unrecorded", "_of", "_assumed", "_derived")},
        }
    )
    chosen = np.isin(curve.month, KEY_MONTHS) if question.options["points"] == "key" else np.ones(len(table), bool)
    return table[chosen].reset_index(drop=True) if chosen.any() else None


def _preparation_notes(unrecorded: float, since: pd.Timestamp) -> Notes:
    """The note on people who may have been trained before activities were recorded."""
    return Notes.of(counted(Kind.PREPARATION_UNSEEN, unrecorded, None, since.date()) if unrecorded else None)


FINISH = {
    "career_moves": finish_career_moves,
    "step_downs": finish_step_downs,
    "first_time_managers": finish_first_time_managers,
}
