"""What a browser shows when somebody rests the pointer on a mark, read off the chart's specification."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
from streamlit.testing.v1 import AppTest

Spec = dict[str, Any]
Rows = Mapping[str, list[dict[str, Any]]]

CODE = re.compile(r"[a-z]+(_[a-z0-9]+)*|[a-z0-9]*_[a-z0-9_]*")
UNROUNDED = re.compile(r"\d\.\d{4,}")
BY_DEFAULT = True  # what Streamlit puts into a chart's `config.mark.tooltip` where the chart says nothing of it


def told(app: AppTest) -> tuple[int, list[str]]:
    """How many charts a page shows, and what a hover over them would show that is not in words."""
    assert not app.exception
    drawn = [element.proto for element in app.main.get("vega_lite_chart")]
    return len(drawn), [fault for chart in drawn for fault in internals(json.loads(chart.spec), _tables(chart))]


def _tables(chart: Any) -> Rows:
    return {one.name: pa.ipc.open_stream(one.data.data).read_all().to_pylist() for one in chart.datasets}


def internals(spec: Spec, datasets: Rows | None = None) -> list[str]:
    """What a hover would show that is not in words: one line each, empty where every layer says words or nothing.

    `datasets` are the tables by name, where they do not stand in the specification.
    """
    tables = spec.get("datasets", {}) if datasets is None else datasets
    return [
        f"{layer['mark']['type'] if isinstance(layer['mark'], dict) else layer['mark']}: {fault}"
        for layer in _layers(spec)
        for fault in _faults(layer, spec.get("config", {}), tables)
    ]


def _layers(node: Spec) -> Iterator[Spec]:
    parts = [part for key in ("layer", "concat", "hconcat", "vconcat") for part in node.get(key, [])]
    parts += [node["spec"]] if "spec" in node else []
    inherited = node.get("encoding", {}) if parts else {}
    for part in parts:
        merged = {"data": node.get("data", {}), **part, "encoding": {**inherited, **part.get("encoding", {})}}
        yield from _layers(merged)
    if "mark" in node:
        yield node


def _faults(layer: Spec, config: Spec, tables: Rows) -> Iterator[str]:
    mark = layer["mark"] if isinstance(layer["mark"], dict) else {"type": layer["mark"]}
    if "tooltip" not in layer["encoding"]:
        told = [mark, config.get(mark["type"], {}), config.get("mark", {})]
        shown = next((one["tooltip"] for one in told if "tooltip" in one), BY_DEFAULT)
        if shown not in (None, False):
            yield f"shows what it is drawn from ({shown!r}): {', '.join(_fields(layer))}"
        return
    told = layer["encoding"]["tooltip"] or []
    rows = tables.get(layer["data"].get("name"), layer["data"].get("values", []))
    for shown in told if isinstance(told, list) else [told]:
        yield from _of_field(shown, rows)


def _of_field(shown: Spec, rows: list[dict[str, Any]]) -> Iterator[str]:
    field, title = shown.get("field"), shown.get("title")
    if not title or title == field or CODE.fullmatch(title) or not re.match(r"[A-Z0-9]", title):
        yield f"{field!r} is headed {title!r}"
    if shown.get("type") != "nominal" and "format" not in shown:
        yield f"{field!r} is a {shown.get('type')} without a format"
    for value in {str(row.get(field)) for row in rows if shown.get("type") == "nominal"}:
        parts = value.split(" · ")
        if any(part in ("None", "nan") or CODE.fullmatch(part) or UNROUNDED.search(part) for part in parts):
            yield f"{field!r} says {value!r}"


def _fields(layer: Spec) -> list[str]:
    return [str(one["field"]) for one in layer["encoding"].values() if isinstance(one, dict) and "field" in one]
