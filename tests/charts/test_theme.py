"""What all charts share: hovering over any mark shows words, or nothing."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hovering import internals

import charts
from charts import explore, theme
from charts.trends import course

sys.path.insert(0, str(Path(__file__).parent))

import test_charts
import test_stress

Draw = Callable[[], theme.Chart]


def _any_metric(**more: object) -> pd.DataFrame:
    rows = pd.DataFrame({"group": ["Sales", "Legal"], "value": [0.5, 0.6], "low": 0.4, "high": 0.7, "said": "50 %"})
    return rows.assign(unit="share", **more)


def _quarters() -> pd.DataFrame:
    return _any_metric(day=[date(2026, 3, 31), date(2026, 6, 30)], track="ic")


EVENTS = pd.DataFrame({"day": [date(2026, 5, 1)], "what": ["New ladder"]})
TOLD: dict[str, Draw] = {
    **{name: lambda drawn=drawn: drawn[0](drawn[1]) for name, drawn in test_charts.CHARTS.items()},
    **{f"{name} (stress)": lambda drawn=drawn: drawn[0](drawn[1]) for name, drawn in test_stress.CHARTS.items()},
    "any metric with intervals": lambda: explore.intervals(_any_metric()),
    "any metric without": lambda: explore.bars(_any_metric()),
    "any metric over months": lambda: explore.lines(_any_metric(at=[6, 12])),
    "any metric over days": lambda: explore.lines(_any_metric(at=[date(2026, 3, 31), date(2026, 6, 30)])),
    "a headline over the years": lambda: course(_quarters(), EVENTS),
}
SHARED = {
    "charts.primitives.stacked_bars.parts",
    "charts.primitives.interval_plot.ranges",
    "charts.primitives.share_plot.shares_by_group",
    "charts.theme.layered",
}


@pytest.mark.parametrize("name", TOLD)
def test_hovering_shows_words_or_nothing(name: str) -> None:
    assert internals(theme.specification(TOLD[name](), "light")) == []


def test_every_chart_function_is_hovered_over() -> None:
    modules = [importlib.import_module(f"charts.{module.name}") for module in pkgutil.iter_modules(charts.__path__)]
    drawing = {
        f"{module.__name__}.{name}"
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_") and _draws(function)
    }
    drawn = [draw for draw, _ in (*test_charts.CHARTS.values(), *test_stress.CHARTS.values())]
    drawn += [explore.intervals, explore.bars, explore.lines, course]
    assert drawing - SHARED == {f"{draw.__module__}.{draw.__name__}" for draw in drawn}


def _draws(function: Callable[..., Any]) -> bool:
    return str(inspect.signature(function).return_annotation) in ("alt.LayerChart", "alt.Chart", "Chart")


@pytest.mark.parametrize(
    ("mark", "encoding", "config", "fault"),
    [
        ("rule", {}, {}, "what it is drawn from"),  # Streamlit's own default
        ({"type": "rule", "tooltip": {"content": "data"}}, {}, {"mark": {"tooltip": None}}, "what it is drawn from"),
        ({"type": "rule", "tooltip": True}, {}, {"mark": {"tooltip": None}}, "what it is drawn from"),
        ("bar", {}, {"bar": {"tooltip": True}, "mark": {"tooltip": None}}, "what it is drawn from"),
        ("bar", {"field": "y", "type": "nominal"}, {}, "headed None"),
        ("bar", {"field": "y", "type": "nominal", "title": "job_level"}, {}, "headed 'job_level'"),
        ("bar", {"field": "y", "type": "quantitative", "title": "Share"}, {}, "without a format"),
        ("bar", {"field": "code", "type": "nominal", "title": "Cause"}, {}, "says 'not_recorded'"),
        ("bar", {"field": "empty", "type": "nominal", "title": "Cause"}, {}, "says 'None'"),
        ("bar", {"field": "long", "type": "nominal", "title": "Share"}, {}, "says '0.27512'"),
    ],
)
def test_chart_internals_are_told_from_words(
    mark: object, encoding: dict[str, str], config: dict[str, object], fault: str
) -> None:
    rows = [{"y": "Sales", "code": "not_recorded", "empty": None, "long": "0.27512"}]
    layer = {"mark": mark, "encoding": {"tooltip": [encoding]} if encoding else {"y": {"field": "y"}}}
    (found,) = internals({"config": config, "data": {"name": "d"}, "datasets": {"d": rows}, "layer": [layer]})
    assert fault in found
