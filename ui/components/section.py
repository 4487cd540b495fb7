"""A section of a page: a chart under its message with table and downloads below, or the reason there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from metrics import small_groups
from metrics.disclosure_control.mask import NotMasked
from metrics.scope import Scope
from ui.components import empty_states, figure_display
from ui.components.empty_states import HIDDEN
from ui.datasource import metric_cache


@dataclass(frozen=True)
class Section:
    """One metric as a page shows it.

    `says` makes the message from the frame; `measure` says what is drawn; where the column `figure` holds nothing in
    the `rows` that are drawn, `empty` says what is missing and what to do, and `hidden` where every row is hidden. A
    `stock` has a day and no window. Where the message `adds_up` groups, it says so when some of them are hidden.
    """

    metric: str
    says: Callable[[pd.DataFrame], str]
    measure: str
    figure: str
    empty: tuple[str, str]
    by: tuple[str, ...] = ()
    stock: bool = False
    adds_up: bool = False
    hidden: tuple[str, str] = HIDDEN
    rows: Callable[[pd.DataFrame], pd.DataFrame] = lambda frame: frame
    options: Mapping[str, Any] = field(default_factory=dict)

    def frame(self, scope: Scope) -> pd.DataFrame:
        """The metric's frame, as this viewer may see it."""
        return metric_cache.metric(self.metric, scope, self.by, **self.options)


def draw(chart: figure_display.Draw, part: Section, scope: Scope, *, table: bool = True) -> None:
    """Draw the section with `chart`, or the reason there is nothing to draw, and with `table` the figures below it."""
    try:
        _draw(chart, part, scope, table)
    except NotMasked as reason:
        figure_display.nothing(f"{part.measure}.", str(reason))


def _draw(chart: figure_display.Draw, section: Section, scope: Scope, table: bool) -> None:
    frame = section.frame(scope)
    shown = small_groups.shown(frame)
    if empty_states.say_hidden(frame, section.hidden):
        return
    if not section.rows(shown)[section.figure].notna().any():
        figure_display.nothing(*section.empty)
        return
    partly = "In the groups shown, " if section.adds_up and len(shown) < len(frame) else ""
    figure_display.chart(
        chart,
        section.metric,
        scope,
        section.by,
        title=partly + section.says(shown),
        measure=section.measure,
        stock=section.stock,
        **section.options,
    )
    if table:
        figure_display.table(frame, section.metric, scope, options=section.options)


def table(part: Section, scope: Scope) -> None:
    """Draw the table that several charts share; nothing where it is withheld, as the charts give the reason."""
    with suppress(NotMasked):
        figure_display.table(part.frame(scope), part.metric, scope, options=part.options)
