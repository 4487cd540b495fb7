"""The one door to every metric: a cursor, a scope and options in; one tidy frame out, last column `note`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import duckdb
import pandas as pd

from metrics import catalogue, company, figure_notes, note_wording, small_groups, step_cache
from metrics.catalogue import Entry, Value
from metrics.errors import UnknownGroup, UnknownOption
from metrics.question import Question
from metrics.scope import UNKNOWN, WHOLE_NUMBER_GROUPS, Scope, last_month_ends

FIRST_LEAVER_DAY = "observed_from"
NEEDS_LEAVERS = frozenset({"leavers", "since", "exits"})


def compute(
    cur: duckdb.DuckDBPyConnection,
    name: str,
    scope: Scope,
    options: Mapping[str, object] | None = None,
    *,
    min_group: int = 1,
    trend: int = 0,
) -> pd.DataFrame:
    """A metric's frame: the grouping columns, the columns of the dictionary in their order, and `note`.

    Shares are fractions 0–1, dates are dates, what is not known is empty. Rows on fewer than `min_group` people have
    their figures hidden. With `trend`, the metric at the last so many month ends, told apart by a first column `as_of`.
    Raises UnknownMetric, UnknownGroup, UnknownOption.
    """
    return note_wording.in_words(measure(cur, name, scope, options, min_group=min_group, trend=trend))


def measure(
    cur: duckdb.DuckDBPyConnection,
    name: str,
    scope: Scope,
    options: Mapping[str, object] | None = None,
    *,
    min_group: int = 1,
    trend: int = 0,
) -> pd.DataFrame:
    """The frame of `compute`, but `note` holds Notes, for whoever decides by kind. Raises what compute raises."""
    asked = question(cur, name, scope, options)
    entry = asked.entry
    if trend and any(column.name == "as_of" for column in entry.columns):
        raise UnknownOption(f"{name} has days of its own, so it has no trend. Ask for it at one day.")
    if not trend:
        return _frame(asked, min_group)
    return _course(asked, last_month_ends(scope.as_of, trend), min_group)


def question(
    cur: duckdb.DuckDBPyConnection, name: str, scope: Scope, options: Mapping[str, object] | None = None
) -> Question:
    """A metric as it is asked for, checked, with every option filled in.

    Raises UnknownMetric, UnknownGroup, UnknownOption.
    """
    entry = catalogue.entry(name)
    _check_groups(entry, scope.by, [column for column, _ in scope.where])
    memory = step_cache.cache_of(cur)
    observed_from = (
        memory.once(FIRST_LEAVER_DAY, lambda: first_leaver_day(cur)) if entry.needs in NEEDS_LEAVERS else None
    )
    return Question(cur, entry, scope, _chosen(entry, options or {}, observed_from), observed_from, memory)


def first_leaver_day(cur: duckdb.DuckDBPyConnection) -> date | None:
    """`observed_from`: the first day leavers are known, as HR set it, else the earliest exit; None without one."""
    if told := company.value(cur, "select max(value) from settings where name = 'observed_from'"):
        return date.fromisoformat(told)
    found: date | None = company.value(cur, "select min(left_on) from employment_spells")
    return found


def check(name: str, by: Sequence[str], where: Sequence[str], options: Mapping[str, object]) -> None:
    """Refuse, before there is any data, what compute would refuse: a metric, a column or an option it does not have."""
    entry = catalogue.entry(name)
    _check_groups(entry, by, where)
    _chosen(entry, options, None)


def _check_groups(entry: Entry, by: Sequence[str], where: Sequence[str]) -> None:
    for what, columns, known in (("grouped", by, entry.groups), ("filtered", where, entry.filters)):
        for column in columns:
            if column not in known:
                has = f"{entry.name} has " + (", ".join(known) or "no groups")
                raise UnknownGroup(f"{entry.name} cannot be {what} by {column}: {has}.")
    if len(set(by)) < len(by):
        raise UnknownGroup(f"A grouping is named twice: {', '.join(by)}.")


def _chosen(entry: Entry, given: Mapping[str, object], observed_from: date | None) -> dict[str, Value]:
    known = {option.name: option for option in entry.options}
    if unknown := [name for name in given if name not in known]:
        has = ", ".join(known) or "none"
        raise UnknownOption(f"{entry.name} has no option {unknown[0]}. It has: {has}.")
    chosen: dict[str, Value] = {}
    for name, option in known.items():
        if name in given:
            chosen[name] = option.parse(given[name])
        else:
            chosen[name] = observed_from if option.default == FIRST_LEAVER_DAY else option.parse(option.default)
    return chosen


def _course(question: Question, days: Sequence[date], min_group: int) -> pd.DataFrame:
    """The metric at these month ends, one below the other: read all at once where its query knows how to."""
    at_once = _at_once(question, days, min_group)
    frames = []
    for day in days:
        frame = at_once.get(day)
        if frame is None:
            frame = _frame(replace(question, scope=replace(question.scope, as_of=day)), min_group)
            frame.insert(0, "as_of", pd.Series([day] * len(frame), index=frame.index, dtype=object))
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def _at_once(question: Question, days: Sequence[date], min_group: int) -> dict[date, pd.DataFrame]:
    """The frames of the days that one query gives together; none of a day without rows, or not observed."""
    text, observed = catalogue.trend_query(question.entry.name), question.observed_from
    if question.entry.needs == "leavers":
        days = [day for day in days if _observed(replace(question.scope, as_of=day), observed)]
    if text is None or len(days) < 2:
        return {}
    asked = replace(question, options={**question.options, "first": days[0], "days": len(days)})
    rows = asked.ask(text).sort_values("as_of", kind="stable", ignore_index=True)
    rows["as_of"] = rows["as_of"].dt.date
    frame = _finished(rows, asked, min_group, ["as_of"])
    return {date.fromisoformat(str(day)): part for day, part in frame.groupby("as_of", sort=False)}


def _frame(question: Question, min_group: int) -> pd.DataFrame:
    entry, scope = question.entry, question.scope
    if entry.needs == "since" and question.options.get("since") is None:
        return _withheld(_empty_row(question), question)
    frame = _finished(question.rows(entry.name), question, min_group)
    if entry.needs == "leavers" and not _observed(scope, question.observed_from):
        return _withheld(_empty_row(question) if frame.empty else frame, question)
    return frame


def _finished(rows: pd.DataFrame, question: Question, min_group: int, first: Sequence[str] = ()) -> pd.DataFrame:
    """What the query gave, as it leaves: finished, in order, noted, small groups hidden; columns `first` kept first."""
    entry = question.entry
    if entry.finish:
        rows = import_module(f"metrics.finishers.{entry.finish}").FINISH[entry.name](rows, question)
    if order := [*first, *question.scope.by]:
        rows = rows.sort_values(order, kind="stable", na_position="last", ignore_index=True)
    frame = _tidy(rows, question)
    for position, name in enumerate(first):
        frame.insert(position, name, rows[name])
    size = _size(rows, entry)
    frame["note"] = figure_notes.notes(rows, size)
    return frame if size is None else small_groups.hide_small_groups(frame, size, entry, min_group)


def _size(rows: pd.DataFrame, entry: Entry) -> pd.Series[float] | None:
    column = "_size" if "_size" in rows else entry.size
    return None if column is None else rows[column].fillna(0).astype(float)


def _tidy(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Grouping columns and dictionary columns in their order; what counts things is whole, what is a day is a date."""
    by, columns = question.scope.by, {}
    for name in by:
        columns[name] = rows[name].astype("Int64") if name in WHOLE_NUMBER_GROUPS else rows[name].fillna(UNKNOWN)
    for column in question.entry.columns:
        values = columns.get(column.name, rows[column.name])
        if column.is_whole:
            values = values.astype("Int64")
        elif column.unit == "date":
            days = pd.to_datetime(values)
            values = days.dt.date.astype(object).where(days.notna(), None)
        columns[column.name] = values
    return pd.DataFrame(columns)


def _observed(scope: Scope, observed_from: date | None) -> bool:
    return observed_from is not None and scope.opened >= observed_from - timedelta(days=1)


def _withheld(frame: pd.DataFrame, question: Question) -> pd.DataFrame:
    figures = [column.name for column in question.entry.columns if column.is_figure]
    frame[figures] = frame[figures].mask(pd.Series(True, index=frame.index))
    why = figure_notes.unobserved(question.scope.opened, question.observed_from)
    return frame.assign(note=figure_notes.note_column([why] * len(frame), frame))


def _empty_row(question: Question) -> pd.DataFrame:
    names = [*question.scope.by, *(column.name for column in question.entry.columns)]
    row = pd.DataFrame({name: pd.Series([None], dtype=object) for name in names})
    measured = {column.name: "float64" for column in question.entry.columns if column.is_figure and not column.is_whole}
    counted = {column.name: "Int64" for column in question.entry.columns if column.is_whole}
    levels = {name: "Int64" for name in question.scope.by if name in WHOLE_NUMBER_GROUPS}
    return row.astype({**measured, **counted, **levels})
