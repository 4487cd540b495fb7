"""A part of a page: a chart under its message with the table and download below it, or why there is none."""

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
        """The figures, as this viewer may see them."""
        return metric_cache.metric(self.metric, scope, self.by, **self.options)


def draw(chart: figure_display.Draw, part: Section, scope: Scope, *, table: bool = True) -> None:
    """Draw the part with `chart`, or say why there is nothing to draw. Charts of the same figures share one `table`."""
    try:
        _draw(chart, part, scope, table)
    except NotMasked as why:
        figure_display.nothing(f"{part.measure}.", str(why))


def _draw(chart: figure_display.Draw, part: Section, scope: Scope, table: bool) -> None:
    frame = part.frame(scope)
    shown = small_groups.shown(frame)
    if empty_states.say_hidden(frame, part.hidden):
        return
    if not part.rows(shown)[part.figure].notna().any():
        figure_display.nothing(*part.empty)
        return
    partly = "In the groups shown, " if part.adds_up and len(shown) < len(frame) else ""
    figure_display.chart(
        chart,
        part.metric,
        scope,
        part.by,
        title=partly + part.says(shown),
        measure=part.measure,
        stock=part.stock,
        **part.options,
    )
    if table:
        figure_display.table(frame, part.metric, scope, options=part.options)


def table(part: Section, scope: Scope) -> None:
    """The figures that several charts share; where they are not shown, the charts have said why."""
    with suppress(NotMasked):
        figure_display.table(part.frame(scope), part.metric, scope, options=part.options)
