"""Charts of what may happen and what to do: labels on the marks, intervals drawn, both themes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import altair as alt
import pandas as pd
import pytest

from charts import bench, bench_definitions, bench_diversity, closing_moves, stress, theme

STEPS = ("named", "ready", "effective", "willing_or_unknown", "willing", "two_deep")


def futures() -> pd.DataFrame:
    rows = [("R1", "Head of IT", 1.0, 1.0), ("R2", "Head of Sales", 0.2, 0.05), ("R3", "Head of Legal", 0.1, 0.0)]
    frame = pd.DataFrame([*rows, ("total", None, 1.0, 1.0)], columns=["role_id", "title", "p_vacant", "p_unfilled"])
    return frame.assign(expected_unfilled=[None, None, None, 1.05], p90_unfilled=[None, None, None, 1], note="")


def years() -> pd.DataFrame:
    rows = [(date(2025, 6, 30), 100, 12.4, 9, 6, 19), (date(2024, 6, 30), 90, None, None, None, None)]
    frame = pd.DataFrame(rows, columns=["as_of", "people", "expected_exits", "actual_exits", "low", "high"])
    return frame.astype({"actual_exits": "Int64", "low": "Int64", "high": "Int64"}).assign(note="")


def supposed(*after: int) -> pd.DataFrame:
    before = (46, 38, 25, 20, 14, 17)
    frame = pd.DataFrame({"step": STEPS, "roles": 60, "covered_before": before, "covered": after})
    return frame.assign(
        change=frame["covered"] - frame["covered_before"], share=frame["covered"] / 60, low=0.1, high=0.9, note=""
    )


def plan(**gains: list[int]) -> pd.DataFrame:
    rows = [{"move": move, "gain": gain} for move, added in gains.items() for gain in added]
    return pd.DataFrame(rows, columns=["move", "gain"])


def definitions() -> pd.DataFrame:
    rows = [
        ("ISO/TS 30433 successor coverage", 168.3, "%"),
        ("fractional bench", 1.68, "successors per role"),
        ("ours: willing", 23.3, "%"),
    ]
    return pd.DataFrame(rows, columns=["definition", "value", "unit"]).assign(source="", note="")


def groups() -> pd.DataFrame:
    rows = [("female", 0.44, 0.35, 0.53, 0.45), ("unknown", None, None, None, None)]
    return pd.DataFrame(rows, columns=["gender", "share", "low", "high", "workforce_share"]).assign(note="")


def units() -> pd.DataFrame:
    covered = dict(zip(STEPS, (5, 4, 2, 3, 1, 0), strict=True))
    rows = [{"business_unit": "Sales", "step": step, "roles": 6, "covered": number} for step, number in covered.items()]
    return pd.DataFrame(rows).astype({"roles": "Int64", "covered": "Int64"}).assign(low=0.1, high=0.9)


Drawn = tuple[Callable[[pd.DataFrame], alt.LayerChart], pd.DataFrame]
CHARTS: dict[str, Drawn] = {
    "at stake": (stress.roles_at_stake, futures()),
    "foretold": (stress.foretold_and_come, years()),
    "moved": (stress.bench_moved, supposed(44, 37, 25, 20, 16, 17)),
    "moves": (closing_moves.roles_gained, plan(ask=[1, 1, 0], develop=[1], widen=[1, 1], take_off=[0])),
    "rules": (bench_definitions.by_other_rules, definitions()),
    "diversity": (bench_diversity.named_and_there, groups()),
    "units": (bench.steps_by_unit, units()),
}


def spec(name: str, theme_type: str = "light") -> dict[str, Any]:
    draw, frame = CHARTS[name]
    return theme.specification(draw(frame), theme_type)


def text(name: str) -> str:
    return json.dumps(spec(name), ensure_ascii=False, allow_nan=False)


@pytest.mark.parametrize("name", CHARTS)
def test_a_specification_is_plain_json_and_sends_nothing_out(name: str) -> None:
    drawn = spec(name)
    assert drawn["width"] == "container"
    assert '"url"' not in text(name)


@pytest.mark.parametrize("name", CHARTS)
def test_the_dark_chart_holds_no_light_colour(name: str) -> None:
    drawn = json.dumps(spec(name, "dark"))
    assert not [code for code in theme._DARK if f'"{code}"' in drawn]


@pytest.mark.parametrize("name", CHARTS)
def test_labels_stand_on_the_marks_and_not_in_a_legend(name: str) -> None:
    assert '"legend"' not in text(name)


@pytest.mark.parametrize(("name", "end"), [("foretold", "high"), ("moved", "high_roles"), ("diversity", "high")])
def test_every_interval_is_drawn(name: str, end: str) -> None:
    assert f'"x2": {{"field": "{end}"}}' in text(name)


@pytest.mark.parametrize("name", ["at stake", "diversity"])
def test_shares_are_drawn_from_nothing_to_all(name: str) -> None:
    assert '"domain": [0, 1]' in text(name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("at stake", ["empty today", "5\u00a0% ends empty", "Head of IT"]),
        ("foretold", ["The 12 months after 30 June 2025", "foretold 12 (6–19), came 9"]),
        ("moved", ["46 → 44 have a successor named", "−2", "25 have one to themselves"]),
        ("moved", ["14 → 16 have one who said yes", "+2"]),
        ("moves", ["Ask those who are ready: 3 people", "+2 roles"]),
        ("moves", ["Develop those ready in 1–2 years: 1 person", "+1 role"]),
        ("rules", ["168\u00a0%", "1.7 per role", "Ours: willing"]),
        ("diversity", ["Female", "44\u00a0% of successors, 45\u00a0% of their levels"]),
        ("units", ["Sales, 6 roles", "4 of 6", "own person"]),
    ],
)
def test_the_figures_are_written_beside_the_marks(name: str, said: list[str]) -> None:
    for words in said:
        assert f'"{words}"' in text(name)


def test_roles_that_never_end_empty_are_left_to_the_table() -> None:
    assert "Head of Legal" not in text("at stake")


def test_a_year_without_a_figure_is_left_to_the_table() -> None:
    assert "2024" not in text("foretold")


def test_a_chart_without_rows_is_empty_and_not_an_error() -> None:
    for draw, frame in CHARTS.values():
        if draw not in (bench.steps_by_unit, stress.bench_moved):
            json.dumps(theme.specification(draw(frame[:0]), "light"), allow_nan=False)
