"""The only entrance to every metric: a cursor, a scope and options in; one tidy frame out, last column `note`."""

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
    """The frame of `compute` with Notes instead of text in `note`, for callers that decide by kind. Raises the same."""
    checked_question = question(cur, name, scope, options)
    entry = checked_question.entry
    if trend and any(column.name == "as_of" for column in entry.columns):
        raise UnknownOption(f"{name} has days of its own, so it has no trend. Ask for it at one day.")
    if not trend:
        return _frame(checked_question, min_group)
    return _trend_frame(checked_question, last_month_ends(scope.as_of, trend), min_group)


def question(
    cur: duckdb.DuckDBPyConnection, name: str, scope: Scope, options: Mapping[str, object] | None = None
) -> Question:
    """A metric as a checked question, with every option filled in.

    Raises UnknownMetric, UnknownGroup, UnknownOption.
    """
    entry = catalogue.entry(name)
    _check_groups(entry, scope.by, [column for column, _ in scope.where])
    memory = step_cache.cache_of(cur)
    observed_from = (
        memory.once(FIRST_LEAVER_DAY, lambda: first_leaver_day(cur)) if entry.needs in NEEDS_LEAVERS else None
    )
    return Question(cur, entry, scope, _filled_options(entry, options or {}, observed_from), observed_from, memory)


def first_leaver_day(cur: duckdb.DuckDBPyConnection) -> date | None:
    """`observed_from`: the first day leavers are known, as HR set it, else of the earliest exit; None without one."""
    if setting := company.value(cur, "select max(value) from settings where name = 'observed_from'"):
        return date.fromisoformat(setting)
    earliest: date | None = company.value(cur, "select min(left_on) from employment_spells")
    return earliest


def check(name: str, by: Sequence[str], where: Sequence[str], options: Mapping[str, object]) -> None:
    """Raises what compute would raise for an unknown metric, column or option, before there is any data."""
    entry = catalogue.entry(name)
    _check_groups(entry, by, where)
    _filled_options(entry, options, None)


def _check_groups(entry: Entry, by: Sequence[str], where: Sequence[str]) -> None:
    for verb, columns, allowed in (("grouped", by, entry.groups), ("filtered", where, entry.filters)):
        for column in columns:
            if column not in allowed:
                has = f"{entry.name} has " + (", ".join(allowed) or "no groups")
                raise UnknownGroup(f"{entry.name} cannot be {verb} by {column}: {has}.")
    if len(set(by)) < len(by):
        raise UnknownGroup(f"A grouping is named twice: {', '.join(by)}.")


def _filled_options(entry: Entry, options: Mapping[str, object], observed_from: date | None) -> dict[str, Value]:
    options_by_name = {option.name: option for option in entry.options}
    if unknown := [name for name in options if name not in options_by_name]:
        has = ", ".join(options_by_name) or "none"
        raise UnknownOption(f"{entry.name} has no option {unknown[0]}. It has: {has}.")
    chosen: dict[str, Value] = {}
    for name, option in options_by_name.items():
        if name in options:
            chosen[name] = option.parse(options[name])
        else:
            chosen[name] = observed_from if option.default == FIRST_LEAVER_DAY else option.parse(option.default)
    return chosen


def _trend_frame(question: Question, days: Sequence[date], min_group: int) -> pd.DataFrame:
    """The metric at these month ends, concatenated; read in one query where the metric has a trend query."""
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
    """The frames of the days that one trend query returns; days without rows or without known leavers are absent."""
    text, observed = catalogue.trend_query(question.entry.name), question.observed_from
    if question.entry.needs == "leavers":
        days = [day for day in days if _observed(replace(question.scope, as_of=day), observed)]
    if text is None or len(days) < 2:
        return {}
    at_all_days = replace(question, options={**question.options, "first": days[0], "days": len(days)})
    rows = at_all_days.ask(text).sort_values("as_of", kind="stable", ignore_index=True)
    rows["as_of"] = rows["as_of"].dt.date
    frame = _finished_frame(rows, at_all_days, min_group, ["as_of"])
    return {date.fromisoformat(str(day)): part for day, part in frame.groupby("as_of", sort=False)}


def _frame(question: Question, min_group: int) -> pd.DataFrame:
    entry, scope = question.entry, question.scope
    if entry.needs == "since" and question.options.get("since") is None:
        return _without_figures(_empty_row(question), question)
    frame = _finished_frame(question.rows(entry.name), question, min_group)
    if entry.needs == "leavers" and not _observed(scope, question.observed_from):
        return _without_figures(_empty_row(question) if frame.empty else frame, question)
    return frame


def _finished_frame(rows: pd.DataFrame, question: Question, min_group: int, first: Sequence[str] = ()) -> pd.DataFrame:
    """The query's rows as a finished frame: completed, ordered, noted, small groups hidden, columns `first` first."""
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
    """Grouping columns, then dictionary columns in their order; counts as whole numbers, days as dates."""
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


def _without_figures(frame: pd.DataFrame, question: Question) -> pd.DataFrame:
    figures = [column.name for column in question.entry.columns if column.is_figure]
    frame[figures] = frame[figures].mask(pd.Series(True, index=frame.index))
    why = figure_notes.unobserved(question.scope.opened, question.observed_from)
    return frame.assign(note=figure_notes.note_column([why] * len(frame), frame))


def _empty_row(question: Question) -> pd.DataFrame:
    names = [*question.scope.by, *(column.name for column in question.entry.columns)]
    row = pd.DataFrame({name: pd.Series([None], dtype=object) for name in names})
    floats = {column.name: "float64" for column in question.entry.columns if column.is_figure and not column.is_whole}
    integers = {column.name: "Int64" for column in question.entry.columns if column.is_whole}
    levels = {name: "Int64" for name in question.scope.by if name in WHOLE_NUMBER_GROUPS}
    return row.astype({**floats, **integers, **levels})
