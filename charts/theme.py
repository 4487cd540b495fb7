"""The theme every chart shares: two track colours, one alarm colour, greys for the rest.

Charts use the light colours; `specification` replaces them by the dark ones, so that one function draws both.
"""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from altair.utils import schemapi

Chart = alt.TopLevelMixin  # what every chart function returns

# Altair checks each part against the whole schema as it is made: most of what a chart costs. The tests check the whole.
schemapi.disable_debug_mode()

INK = "#1B2430"
MUTED = "#55606E"
FAINT = "#AEB7C2"
RULE = "#DFE3E8"
WASH = "#F4F5F6"
PAPER = "#FFFFFF"
EXPERT = "#0F766E"
MANAGER = "#4338CA"
UNKNOWN = "#64748B"
ALARM = "#B45309"

_DARK = {
    INK: "#E6E9ED",
    MUTED: "#A9B3BF",
    FAINT: "#5A6573",
    RULE: "#2C343E",
    WASH: "#1B222B",
    PAPER: "#11161C",
    EXPERT: "#5EEAD4",
    MANAGER: "#A5B4FC",
    UNKNOWN: "#94A3B8",
    ALARM: "#FBBF24",
}

FONT = '"Source Sans", "Segoe UI", Helvetica, Arial, sans-serif'

TRACKS = ("ic", "manager", "unknown")
TRACK_NAMES = {"ic": "Experts", "manager": "Managers", "unknown": "Track unknown"}
TRACK_COLOURS = {"ic": EXPERT, "manager": MANAGER, "unknown": UNKNOWN}
TRACK_DASHES: dict[str, list[int]] = {"ic": [1, 0], "manager": [7, 3], "unknown": [2, 3]}
TRACK_SHAPES = {"ic": "circle", "manager": "square", "unknown": "triangle-up"}


@alt.theme.register("bench_strength", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    return {
        "config": {
            "background": "transparent",
            "font": FONT,
            "view": {"stroke": None},
            # Streamlit lets a mark that says nothing show the columns it is drawn from
            "mark": {"tooltip": None},
            "text": {"font": FONT, "fontSize": 12, "color": INK},
            "axis": {
                "labelFont": FONT,
                "labelFontSize": 12,
                "labelColor": MUTED,
                "titleFont": FONT,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
                "titleColor": MUTED,
                "gridColor": RULE,
                "domainColor": FAINT,
                "tickColor": FAINT,
                "labelFlush": True,
            },
            "axisY": {"domain": False, "ticks": False, "labelPadding": 6},
        }
    }


def specification(chart: alt.TopLevelMixin, theme_type: str) -> dict[str, Any]:
    """The complete Vega-Lite specification of `chart` in the 'light' or 'dark' theme, as wide as its container."""
    spec: dict[str, Any] = chart.to_dict(validate=False)
    spec["width"] = "container"
    spec.setdefault("autosize", {"type": "fit-x", "contains": "padding"})
    spec["usermeta"] = {"embedOptions": {"actions": False, "renderer": "svg"}}
    darkened: dict[str, Any] = _darken(spec) if theme_type == "dark" else spec
    return darkened


def _darken(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _darken(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_darken(value) for value in node]
    return _DARK.get(node, node) if isinstance(node, str) else node


def share_axis(**settings: Any) -> alt.Axis:
    """An axis of shares from 0 % to 100 %, in quarters."""
    return alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], **settings)


def share_scale() -> alt.Scale:
    """A scale of shares, always from 0 to 100 %."""
    return alt.Scale(domain=[0, 1], nice=False)


def colour(code: str, theme_type: str) -> str:
    """A colour of this palette in the 'light' or 'dark' theme."""
    return _DARK[code] if theme_type == "dark" else code


class Layers(alt.LayerChart):
    """A layered chart without Altair's copying: it copies each layer five times to lift selections, which ours lack."""

    def __init__(self, data: Any = alt.Undefined, layer: Any = (), **settings: Any) -> None:
        """Hold the layers, and `settings` of the whole such as `height`."""
        super(alt.LayerChart, self).__init__(data=data, layer=layer, **settings)

    def to_dict(self, *args: Any, **settings: Any) -> dict[str, Any]:
        """The specification, with a table that several layers draw from included once."""
        frames: dict[int, Any] = {id(layer.data): layer.data for layer in self.layer}
        tables = {table: _values(frame) for table, frame in frames.items()}
        names = {table: _name(rows) for table, rows in tables.items()}
        copied = self.copy(deep=False)
        copied.layer = [layer.copy(deep=False) for layer in self.layer]
        for layer in copied.layer:
            layer.data = alt.NamedData(name=names[id(layer.data)])
        settings["context"] = {"datasets": {names[table]: rows for table, rows in tables.items()}}
        spec: dict[str, Any] = super(Layers, copied).to_dict(*args, **settings)
        return spec


def layered(*layers: alt.Chart, height: float, **settings: Any) -> alt.LayerChart:
    """The layers as one chart, as wide as its container."""
    return Layers(layer=list(layers), height=height, **settings)


def _values(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The table's rows as plain values, None where a figure is missing."""
    columns = [[_value(value) for value in table[name].tolist()] for name in table]
    return [dict(zip(table.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _value(value: Any) -> Any:
    value = value.item() if isinstance(value, np.generic) else value
    return None if value is pd.NA or (isinstance(value, float) and not math.isfinite(value)) else value


def _name(rows: list[dict[str, Any]]) -> str:
    return f"data-{hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:32]}"
