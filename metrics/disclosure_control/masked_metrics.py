"""The only way to a metric for viewers without the right to see persons: what the mask shows, and nothing else.

A hidden row keeps its labels; its figures are empty and its note says so. A question the mask cannot answer is refused
with a message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product

import duckdb
import numpy as np
import pandas as pd

from metrics import catalogue, engine
from metrics.catalogue import Entry
from metrics.disclosure_control.display_rules import RULES, Rule
from metrics.disclosure_control.mask import MONTHS, Mask, NotMasked, Values
from metrics.disclosure_control.masked_curves import restricted, told
from metrics.disclosure_control.note_rules import without_persons
from metrics.disclosure_control.populations import POPULATIONS
from metrics.figure_notes import Kind, Note, Notes, note_column
from metrics.scope import UNKNOWN, Scope, months_before
from metrics.small_groups import HIDDEN

_ROLE_SHOWS = ("role_id", "title", "business_unit", "criticality", "vacant", "gap")
_COVER = {"one_deep": "one_deep", "covered": "covered"}


def masked(
    cur: duckdb.DuckDBPyConnection,
    mask: Mask,
    name: str,
    scope: Scope,
    options: Mapping[str, object] | None = None,
    *,
    trend: int = 0,
) -> pd.DataFrame:
    """A metric's frame as `engine.measure` returns it, with every figure hidden that would reveal a small group.

    With `trend`, at the last so many quarter-ends, told apart by a first column `as_of`. Raises NotMasked for what
    cannot be shown safely, and what `engine.compute` raises.
    """
    entry = catalogue.entry(name)
    engine.check(name, scope.by, [column for column, _ in scope.where], options or {})
    rule = RULES.get(name)
    if rule is None:
        raise NotMasked("This speaks of single persons. It is shown to those who may see persons.")
    if not trend:
        return _at_day(cur, mask, rule, entry, scope, options or {})
    if scope.as_of not in mask.days:
        raise NotMasked(_no_such_day(mask))
    frames = []
    for day in reversed([day for day in mask.days if day <= scope.as_of][:trend]):
        frame = _at_day(cur, mask, rule, entry, replace(scope, as_of=day), options or {})
        frame.insert(0, "as_of", pd.Series([day] * len(frame), index=frame.index, dtype=object))
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def _at_day(
    cur: duckdb.DuckDBPyConnection, mask: Mask, rule: Rule, entry: Entry, scope: Scope, options: Mapping[str, object]
) -> pd.DataFrame:
    _refuse(mask, rule, entry, scope, options)
    frame = engine.measure(cur, entry.name, scope, options)
    if entry.name == "successor_coverage":
        return _cover_in_words(frame, entry)
    if entry.name == "vacancy_stress":
        frame = frame[frame["role_id"] == "total"].reset_index(drop=True)
    twice = 2 * mask.few
    if rule.base:
        hidden = _hidden_by_mask(frame, mask, rule, scope, twice if rule.all_or_none or options else 1)
        if rule.counts:
            frame = _without_few(frame, rule, mask.few)
        also = "leavers" if options.get("exits", "all") != "all" else rule.also
        if also:
            hidden |= _hidden_by_mask(frame, mask, replace(rule, base=also), scope, 1)
    else:
        fewest = mask.sensitive if rule.sensitive else twice if rule.all_or_none else mask.few
        hidden = _hidden_in_lines(frame, rule, fewest)
    shown = _without_small_curves(frame, rule, mask.sensitive) if rule.rounded else frame
    shown = _left_out(shown, rule.left_out)
    shown, at = _at_steps(cur, mask, rule, shown, entry, scope)
    shown = shown[at | hidden[shown.index]]
    return _hide(shown, hidden[shown.index], rule, entry, scope)


def _refuse(mask: Mask, rule: Rule, entry: Entry, scope: Scope, options: Mapping[str, object]) -> None:
    if scope.as_of not in mask.days:
        raise NotMasked(_no_such_day(mask))
    if scope.months != MONTHS:
        raise NotMasked(f"Without the right to see persons, figures have a window of {MONTHS} months.")
    if other := [name for name in options if name not in rule.options]:
        raise NotMasked(f"Without the right to see persons, this is shown as it stands: leave out {other[0]}.")
    columns = {*scope.by, *(column for column, _ in scope.where)}
    if rule.newest and scope.as_of != mask.newest:
        raise NotMasked(_newest_only(mask))
    if rule.base is None:
        within = [column for column, values in scope.where if column in rule.within and len(values) == 1]
        allowed = len(scope.where) == len(within) and {*scope.by} <= {*rule.by} and len(columns) < 2
        if entry.name != "successor_coverage" and not allowed:
            shown = "for the whole company" + (
                f", or by one of {', '.join(rule.by).replace('_', ' ')}" if rule.by else ""
            )
            raise NotMasked(f"This cut takes the right to see persons. Without it, this is shown {shown}.")
        if scope.as_of != mask.newest:
            raise NotMasked(_newest_only(mask))
        return
    base = POPULATIONS[rule.base]
    fixed = columns | set(rule.keys) | {column for group in rule.each for column, _ in group}
    if fixed not in [set(subset) for subset in base.subsets()]:
        beside = f", and {', '.join(base.always)} beside them" if base.always else ""
        few = f"by at most {base.most} of {', '.join(base.columns)}, filters and groups together{beside}"
        raise NotMasked(f"Without the right to see persons, this is shown {few.replace('_', ' ')}.")


def _no_such_day(mask: Mask) -> str:
    ends = f"{_day(mask.days[-1])} to {_day(mask.days[0])}"
    return f"Without the right to see persons, figures are shown at quarter-ends, {ends}."


def _newest_only(mask: Mask) -> str:
    return f"Without the right to see persons, this is shown at {_day(mask.newest)}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _hidden_by_mask(frame: pd.DataFrame, mask: Mask, rule: Rule, scope: Scope, fewest: int) -> pd.Series[bool]:
    base = str(rule.base)
    day = months_before(scope.as_of, MONTHS) if rule.opening else scope.as_of
    hidden = []
    for row_groups in _groups(frame, rule, scope):
        groups = [group | each for group in row_groups for each in rule.each or (frozenset(),)]
        hidden.append(not mask.shows(base, day, groups, fewest) or not groups)
    return pd.Series(hidden, index=frame.index, dtype=bool)


def _groups(frame: pd.DataFrame, rule: Rule, scope: Scope) -> Iterator[list[Values]]:
    """Per row, the groups it is about: one, or one for each combination of filter values."""
    where = list(_filter_combinations(scope))
    own = (*scope.by, *rule.keys)
    for row in frame[[*own]].to_dict("records") if own else [{}] * len(frame):
        values = {column: UNKNOWN if pd.isna(row[column]) else str(row[column]) for column in own}
        yield [group for filtered in where if (group := _group_of_row(filtered, values)) is not None]


def _filter_combinations(scope: Scope) -> Iterator[dict[str, str]]:
    """Each combination of one value per filter."""
    columns = [column for column, _ in scope.where]
    for values in product(*(options for _, options in scope.where)):
        yield dict(zip(columns, values, strict=True))


def _group_of_row(filtered: Mapping[str, str], values: Mapping[str, str]) -> Values | None:
    """The group of a row within one combination of filter values; None where the row has another value."""
    if any(filtered.get(column, value) != value for column, value in values.items()):
        return None
    return frozenset({**filtered, **values}.items())


def _hidden_in_lines(frame: pd.DataFrame, rule: Rule, threshold: int) -> pd.Series[bool]:
    """Which rows are hidden: small ones, those in which all did the same, and what would reveal them.

    In a line with exactly one row hidden, or too few people hidden, or hidden people who all did the same, the smallest
    shown row is hidden too: it could be computed from the others and their total.
    """
    n = _people_counted(frame, rule)
    hidden = _has_few(frame, rule, threshold)
    if rule.rounded:
        return hidden
    alike_people = frame[rule.never_all].fillna(0).astype(float) if rule.never_all else n * 0
    hidden |= (n > 0) & (alike_people == n)
    lines = [part.index for _, part in frame.groupby([*rule.line], dropna=False)] if rule.line else [frame.index]
    for line in lines:
        people = n.loc[line]
        if rule.never_alone and (people > 0).sum() == 1:
            hidden.loc[line] = True
        while True:
            concealed = hidden.loc[line]
            visible = people[~concealed & (people > 0)]
            alike = alike_people.loc[line][concealed].sum() == people[concealed].sum()
            if (
                visible.empty
                or concealed.sum() == 0
                or (concealed.sum() > 1 and people[concealed].sum() >= threshold and not alike)
            ):
                break
            hidden.loc[[visible.index[int(np.argmin(visible.to_numpy()))]]] = True
    return hidden


def _without_few(frame: pd.DataFrame, rule: Rule, fewest: int) -> pd.DataFrame:
    """The frame without counts of few people inside groups that are shown; the note says so."""
    small = _has_few(frame, rule, fewest)
    hidden = Notes.of(Note(Kind.COUNT_HIDDEN))
    notes = [own + hidden if few else own for own, few in zip(frame["note"], small, strict=True)]
    return frame.assign(
        **{column: frame[column].mask(small) for column in rule.counts},
        note=note_column(notes, frame),
    )


def _has_few(frame: pd.DataFrame, rule: Rule, threshold: int) -> pd.Series[bool]:
    n = _people_counted(frame, rule)
    return (n > 0) & (n < threshold)


def _people_counted(frame: pd.DataFrame, rule: Rule) -> pd.Series[float]:
    return frame[list(rule.counts)].astype("Float64").sum(axis=1, min_count=1).fillna(0).astype(float)


def _without_small_curves(frame: pd.DataFrame, rule: Rule, fewest: int) -> pd.DataFrame:
    """Curves up to where enough people are at risk, rounded as the rule says."""
    shown = frame
    if "at_risk" in frame:
        shown = frame[(frame["at_risk"].astype(float) >= fewest) | frame["at_risk"].isna()]
    shown = shown.copy()
    for column, digits in rule.rounded.items():
        shown[column] = shown[column].astype(float).round(digits)
    return shown


def _at_steps(
    cur: duckdb.DuckDBPyConnection, mask: Mask, rule: Rule, frame: pd.DataFrame, entry: Entry, scope: Scope
) -> tuple[pd.DataFrame, pd.Series[bool]]:
    """A curve with only the figures of its steps that may be shown, and which rows are of a month that is shown."""
    cells = rule.steps and told(
        cur, entry.name, rule.steps, scope, mask.sensitive if rule.sensitive else mask.few, mask.sensitive
    )
    if not rule.steps or not cells:
        return frame, pd.Series(True, index=frame.index)
    shown_rows, withheld_rows = restricted(
        frame, [[*map(cells.get, groups)] for groups in _groups(frame, rule, scope)], rule.steps
    )
    result = frame.assign(note=frame["note"].mask(withheld_rows, HIDDEN))
    result[[*rule.rounded]] = result[[*rule.rounded]].mask(withheld_rows)
    return result, shown_rows


def _left_out(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The frame with these columns empty: figures from which hidden ones could be computed."""
    return frame.assign(**{column: frame[column].mask(pd.Series(True, index=frame.index)) for column in columns})


def _hide(frame: pd.DataFrame, hidden: pd.Series[bool], rule: Rule, entry: Entry, scope: Scope) -> pd.DataFrame:
    """Hidden rows with empty figures and the note; with a mask one row per group, as the number of rows reveals too."""
    own = [*scope.by, *rule.keys]
    figures = [column.name for column in entry.columns if column.is_figure and column.name not in own]
    labels = [column.name for column in entry.columns if not column.is_figure and column.name not in own]
    shown = frame.copy()
    empty = [*figures, *labels] if rule.base else figures
    shown[empty] = shown[empty].mask(hidden)
    shown["note"] = shown["note"].map(without_persons).mask(hidden, HIDDEN)
    if rule.base:
        shown = shown[~(shown.assign(_hidden=hidden)[["_hidden", *own]].duplicated() & hidden)]
    return shown.reset_index(drop=True)


def _cover_in_words(frame: pd.DataFrame, entry: Entry) -> pd.DataFrame:
    """A role's cover as none, one deep or covered, without its incumbent, its successors and who declined."""
    shown = frame.copy()
    shown["gap"] = frame["gap"].map(lambda gap: _COVER.get(gap, "none"))
    for column in entry.columns:
        if column.name not in _ROLE_SHOWS:
            shown[column.name] = shown[column.name].mask(pd.Series(True, index=shown.index))
    return shown.assign(note=note_column([HIDDEN] * len(shown), shown))
