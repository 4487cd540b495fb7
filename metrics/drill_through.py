"""The rows behind a figure: what a metric counted, computed by the metric's own steps and no second definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import duckdb
import pandas as pd

from metrics import catalogue, engine
from metrics.question import Question
from metrics.scope import GROUPS, Scope, months_before

NAMES = {
    "employee_id": ("full_name", "select employee_id, max(full_name) from employees group by employee_id"),
    "role_id": ("title", "select role_id, title from critical_roles"),
}


def description(name: str) -> str:
    """What the rows behind that metric are, as a sentence."""
    return catalogue.drill_through(name)[0]["rows"]


def of_people(name: str) -> bool:
    """Whether each row is about a person; otherwise about a role."""
    return catalogue.drill_through(name)[0]["of"] != "roles"


def rows_behind(
    cur: duckdb.DuckDBPyConnection, name: str, scope: Scope, options: Mapping[str, object] | None = None
) -> pd.DataFrame:
    """One row per person, offer, nomination, role or move that the metric counted in that scope, or started from.

    Ids come first, then names, what the metric derived for the row, and its groups as the metric uses them. Without
    grouping there are as many rows as the metric counts; a row that counts in several groups appears once in each.
    Raises UnknownMetric, UnknownGroup, UnknownOption.
    """
    about, tail = catalogue.drill_through(name)
    if "frame" in about:
        rows = _of_frame(cur, about, scope)
    else:
        question = engine.question(cur, name, scope, options)
        text = catalogue.steps(about.get("steps", name)) + tail
        keys = tuple(key.strip() for key in about.get("keys", "").split(",") if key.strip())
        # an id on every row keeps rows apart, so all the groups may stand beside it
        by = question.entry.groups if keys else scope.by
        wide = replace(question, scope=replace(scope, by=by))
        rows = _rows_of_past_days(wide, text, keys, about["back"]) if "back" in about else wide.ask(text, keys)
        if "within" in about:
            rows = _within(rows, about["within"], engine.measure(cur, name, scope, options), scope.by)
    return _tidy(_with_names(cur, rows))


def _of_frame(cur: duckdb.DuckDBPyConnection, about: Mapping[str, str], scope: Scope) -> pd.DataFrame:
    """The rows of a metric that lists what others count; a cell with several `each` ids becomes one row per id."""
    groups = catalogue.entry(about["frame"]).filters
    scope = replace(scope, by=(), where=tuple(pair for pair in scope.where if pair[0] in groups))
    frame = engine.measure(cur, about["frame"], scope).drop(columns="note")
    if "each" not in about:
        return frame
    listed = frame.assign(employee_id=frame[about["each"]].str.split("; ")).explode("employee_id")
    return listed.drop(columns=about["each"]).reset_index(drop=True)


def _rows_of_past_days(question: Question, text: str, keys: tuple[str, ...], back: str) -> pd.DataFrame:
    """The rows on each of the days that many months back, with what happened in the twelve months after."""
    days = []
    for months in map(int, back.split(",")):
        day, watched_to = (months_before(question.scope.as_of, number) for number in (months, months - 12))
        then = replace(
            question, scope=replace(question.scope, as_of=day), options={**question.options, "watched_to": watched_to}
        )
        days.append(then.ask(text, keys).assign(as_of=pd.Timestamp(day)))
    return pd.concat(days, ignore_index=True)


def _within(rows: pd.DataFrame, columns: str, frame: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    """Only the rows that belong to a row of the metric's frame."""
    key = [*by, *(column.strip() for column in columns.split(","))]
    keys_in_frame = frame[key].astype(object).drop_duplicates()
    matches = rows[key].astype(object).merge(keys_in_frame.assign(kept=True), on=key, how="left")["kept"]
    return rows[matches.notna().to_numpy()].reset_index(drop=True)


def _with_names(cur: duckdb.DuckDBPyConnection, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the names of their people and roles."""
    for key, (title, query) in NAMES.items():
        if key in rows and title not in rows:
            name_of = dict(cur.execute(query).fetchall())
            rows.insert(int(rows.columns.get_loc(key)) + 1, title, rows[key].map(name_of))  # type: ignore[arg-type]
    return rows


def _tidy(rows: pd.DataFrame) -> pd.DataFrame:
    """Each column once: ids and names first, then derived columns, groups last; days as dates."""
    # DuckDB appends _1 to the second of two columns with one name
    rows = rows[[column for column in rows.columns if not column.endswith("_1")]]
    first = [c for c in ("as_of", "set", "offer_id", "role_id", "title", "employee_id", "full_name") if c in rows]
    groups = [column for column in GROUPS if column in rows and column not in first]
    rows = rows[[*first, *(c for c in rows.columns if c not in first and c not in groups), *groups]].copy()
    for column in rows.select_dtypes("datetime"):
        rows[column] = rows[column].dt.date.astype(object).where(rows[column].notna(), None)
    return rows
