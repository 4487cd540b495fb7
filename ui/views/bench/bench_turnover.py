"""The share of filled critical roles that went to a nominated successor."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

from metrics.disclosure_control.mask import NotMasked
from metrics.scope import Scope, months_before
from ui.components import empty_states, figure_display
from ui.datasource import metric_cache
from ui.text import labels


def draw(scope: Scope) -> None:
    """Draw the share of roles filled from the bench, against a year earlier, with its table."""
    turnover = metric_cache.metric("bench_turnover", scope)
    row = _row(scope)
    if empty_states.say_hidden(turnover):
        return
    if row is None or not row["roles_filled"]:
        figure_display.nothing(
            "No critical role was filled in this window.", "Choose a longer window to see who filled them."
        )
        return
    basis = (
        f"{labels.plural(row['from_bench'], 'role', 'roles')} of {row['roles_filled']} filled in the "
        f"{labels.window(scope)} went to somebody named for it"
    )
    earlier = None
    with contextlib.suppress(NotMasked):  # masked viewers are shown the newest day alone
        earlier = _row(replace(scope, as_of=months_before(scope.as_of, 12)))
    figure_display.figure("Filled from the bench", "bench_turnover", scope, row, "share", basis, then=earlier)
    figure_display.table(turnover, "bench_turnover", scope)


def _row(scope: Scope) -> dict[str, Any] | None:
    return next(iter(metric_cache.rows(metric_cache.metric("bench_turnover", scope))), None)
