"""The rows behind a figure: what a metric counted, from the metric's own steps and never by a second definition."""

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
    """What the rows behind that metric are, in a sentence."""
    return catalogue.drill_through(name)[0]["rows"]


def of_people(name: str) -> bool:
    """Whether each row tells of a person; else of a role."""
    return catalogue.drill_through(name)[0]["of"] != "roles"


def rows_behind(
    cur: duckdb.DuckDBPyConnection, name: str, scope: Scope, options: Mapping[str, object] | None = None
) -> pd.DataFrame:
    """One row per person, offer, nomination, role or move that the metric counted in that scope, or started from.

    The ids come first, then names, what the metric made of the row, and its groups as the metric takes them. Without
    grouping there are as many rows as the metric counts; where a row counts in several groups it stands once in each.
    Raises UnknownMetric, UnknownGroup, UnknownOption.
    """
    about, tail = catalogue.drill_through(name)
    if "frame" in about:
        found = _of_frame(cur, about, scope)
    else:
        asked = engine.question(cur, name, scope, options)
        text = catalogue.steps(about.get("steps", name)) + tail
        keys = tuple(key.strip() for key in about.get("keys", "").split(",") if key.strip())
        # an id on every row keeps rows apart, so all the groups may stand beside it
        by = asked.entry.groups if keys else scope.by
        wide = replace(asked, scope=replace(scope, by=by))
        found = _back(wide, text, keys, about["back"]) if "back" in about else wide.ask(text, keys)
        if "within" in about:
            found = _within(found, about["within"], engine.measure(cur, name, scope, options), scope.by)
    return _tidy(_named(cur, found))


def _of_frame(cur: duckdb.DuckDBPyConnection, about: Mapping[str, str], scope: Scope) -> pd.DataFrame:
    """The rows of a metric that lists what others count; one for `each` id of a cell that holds several."""
    groups = catalogue.entry(about["frame"]).filters
    scope = replace(scope, by=(), where=tuple(pair for pair in scope.where if pair[0] in groups))
    frame = engine.measure(cur, about["frame"], scope).drop(columns="note")
    if "each" not in about:
        return frame
    listed = frame.assign(employee_id=frame[about["each"]].str.split("; ")).explode("employee_id")
    return listed.drop(columns=about["each"]).reset_index(drop=True)


def _back(asked: Question, text: str, keys: tuple[str, ...], back: str) -> pd.DataFrame:
    """The rows on each of the days so many months back, with what came of them in the twelve months after."""
    days = []
    for months in map(int, back.split(",")):
        day, watched_to = (months_before(asked.scope.as_of, number) for number in (months, months - 12))
        then = replace(
            asked, scope=replace(asked.scope, as_of=day), options={**asked.options, "watched_to": watched_to}
        )
        days.append(then.ask(text, keys).assign(as_of=pd.Timestamp(day)))
    return pd.concat(days, ignore_index=True)


def _within(found: pd.DataFrame, columns: str, frame: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    """Only the rows that belong to a row of the metric's frame."""
    key = [*by, *(column.strip() for column in columns.split(","))]
    there = frame[key].astype(object).drop_duplicates()
    kept = found[key].astype(object).merge(there.assign(kept=True), on=key, how="left")["kept"]
    return found[kept.notna().to_numpy()].reset_index(drop=True)


def _named(cur: duckdb.DuckDBPyConnection, found: pd.DataFrame) -> pd.DataFrame:
    """The rows with how their people and roles are called."""
    for key, (title, query) in NAMES.items():
        if key in found and title not in found:
            known = dict(cur.execute(query).fetchall())
            found.insert(int(found.columns.get_loc(key)) + 1, title, found[key].map(known))  # type: ignore[arg-type]
    return found


def _tidy(found: pd.DataFrame) -> pd.DataFrame:
    """Each column once, ids and names before what was found out, groups last; days as dates."""
    found = found[[column for column in found.columns if not column.endswith("_1")]]
    first = [c for c in ("as_of", "set", "offer_id", "role_id", "title", "employee_id", "full_name") if c in found]
    groups = [column for column in GROUPS if column in found and column not in first]
    found = found[[*first, *(c for c in found.columns if c not in first and c not in groups), *groups]].copy()
    for column in found.select_dtypes("datetime"):
        found[column] = found[column].dt.date.astype(object).where(found[column].notna(), None)
    return found
