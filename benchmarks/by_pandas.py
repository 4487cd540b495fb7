"""The same figures computed in pandas from frames in memory, and how long both take, in turns.

A peer returns columns of the metric by name, one row per value of its keys; all must equal the metric's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from benchmarks import peers_bench, peers_curves, peers_people
from benchmarks.held import Frames, frames
from benchmarks.timing import side_by_side
from metrics import engine
from metrics.scope import Scope

TIMES_FASTER = 5
ROUNDS = 3
EMPTY = -9.0
"""Stands for an empty figure where two tables are compared: it is not zero."""

__all__ = ["FIGURES", "SEARCHES", "Contest", "Peer", "contest", "frames"]


@dataclass(frozen=True)
class Peer:
    """A figure in pandas: a table by `keys`, or its single column `column`; `only` limits the metric's rows.

    `less` names what the metric computes in its time and pandas does not, apart from intervals.
    """

    work: Callable[[Frames, Scope], pd.DataFrame | pd.Series[Any]]
    keys: tuple[str, ...] = ("track",)
    column: str = ""
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    less: str = ""

    def table(self, tables: Frames, scope: Scope) -> pd.DataFrame:
        """The pandas result, with only texts and numbers in its keys."""
        result = self.work(tables, scope)
        return result if isinstance(result, pd.DataFrame) else result.to_frame(self.column or None)


@dataclass(frozen=True)
class Contest:
    """Median seconds of both, and whether their figures are equal."""

    metric: str
    seconds: float
    pandas: float
    same: bool
    by: str = ""

    @property
    def times_faster(self) -> float:
        return self.pandas / self.seconds

    @property
    def holds(self) -> bool:
        return self.same and self.times_faster >= TIMES_FASTER


def contest(cur: duckdb.DuckDBPyConnection, metric: str, scope: Scope, held: Frames, rounds: int = ROUNDS) -> Contest:
    """Time one metric against pandas in turns, and compare their figures."""
    peer = FIGURES[metric]

    def ours() -> None:
        engine.compute(cur, metric, scope)

    def other() -> None:
        peer.work(held, scope)

    alike = same(engine.compute(cur, metric, scope), peer.table(held, scope), peer)
    seconds = side_by_side({"ours": ours, "pandas": other}, rounds)
    return Contest(metric, seconds["ours"], seconds["pandas"], alike, ", ".join(scope.by))


def same(ours: pd.DataFrame, theirs: pd.DataFrame, peer: Peer) -> bool:
    """Whether every row and column of the peer equals the metric's; a row missing from one side counts as zeros."""
    for column, values in peer.only.items():
        ours = ours[ours[column].isin(values)]
    mine, yours = _keyed(ours, peer.keys), _keyed(theirs.reset_index(), peer.keys)
    mine, yours = (table[yours.columns].astype(float).fillna(EMPTY) for table in (mine, yours))
    rows = mine.index.union(yours.index)
    apart = mine.reindex(rows, fill_value=0.0) - yours.reindex(rows, fill_value=0.0)
    return len(rows) > 0 and bool(np.abs(apart.to_numpy()).max() < 1e-6)


def _keyed(table: pd.DataFrame, keys: tuple[str, ...]) -> pd.DataFrame:
    """The table with its keys as texts, so that a category and a text of one name are the same group."""
    if not keys:
        return table.drop(columns="index", errors="ignore")
    texts = {key: [str(value) for value in table[key]] for key in keys}
    return table.assign(**texts).set_index(list(keys))


FIGURES: dict[str, Peer] = {
    "after_the_answer": Peer(peers_curves.after_the_answer, ("track", "answer", "month"), less="the log-rank"),
    "asked": Peer(peers_bench.asked),
    "bench_definitions": Peer(
        peers_bench.bench_definitions,
        ("track", "definition"),
        "value",
        {
            "definition": (
                *("ISO/TS 30433 successor coverage", "named coverage", "ready coverage", "Infor: confirmed successor"),
                *("SAP bench strength: ready now", "SAP bench strength: ready in 1–2 years"),
                *("SAP bench strength: ready in 3–5 years", "SAP bench strength: nobody named"),
                "Nakisa and CompetencyCore: fractional bench",
            )
        },
        "filling all roles at once",
    ),
    "bench_diversity": Peer(peers_bench.bench_diversity),
    "bench_strength": Peer(
        peers_bench.bench_strength,
        ("track", "step"),
        "covered",
        {"step": ("named", "ready", "two_deep")},
        less="filling all roles at once",
    ),
    "bench_turnover": Peer(peers_bench.bench_turnover),
    "career_moves": Peer(peers_people.career_moves, ("track", "move")),
    "career_preferences": Peer(peers_people.career_preferences, ("track", "preference")),
    "exit_causes": Peer(peers_curves.exit_causes, ("track", "month", "cause")),
    "expertise_lost": Peer(peers_people.expertise_lost),
    "first_time_managers": Peer(
        peers_curves.first_time_managers, ("prepared", "month"), only={"prepared": ("all",)}, less="who was prepared"
    ),
    "growth_and_retention": Peer(peers_people.growth_and_retention, ("track", "stage", "active")),
    "growth_coverage": Peer(peers_people.growth, column="people", only={"stage": ("all",)}, less="stages and kinds"),
    "ladder_ceiling": Peer(peers_people.ladder_ceiling),
    "ladder_parity": Peer(peers_people.ladder_parity, ("job_level", "currency"), less="2,000 draws"),
    "promotion_refusals": Peer(peers_bench.refusals, less="open offers"),
    "refusal_reasons": Peer(peers_bench.reasons, ("track", "reason"), "declined"),
    "refusals_on_bench": Peer(peers_bench.refusals_on_bench, ("role_id",), less="who they are"),
    "retention_curve": Peer(peers_curves.retention_curve, ("track", "month")),
    "retention_gap": Peer(
        peers_people.retention_gap, ("measure",), only={"measure": ("crude", "same_level")}, less="the log-rank"
    ),
    "retention_rate": Peer(peers_people.retention, column="leavers"),
    "role_repulsion": Peer(
        peers_bench.role_repulsion,
        ("track", "aspect", "value"),
        only={"aspect": ("unit",)},
        less="level, span and relocation",
    ),
    "span_of_control": Peer(peers_people.spans),
    "step_downs": Peer(peers_curves.step_downs, ()),
    "successor_coverage": Peer(peers_bench.successor_coverage, ("role_id",), less="filling all roles at once"),
    "turnover_rate": Peer(peers_people.turnover),
}

SEARCHES = {
    "closing_moves": "a search",
    "contested_successors": "a search",
    "stress_backtest": "a simulation",
    "vacancy_stress": "a simulation",
    "what_if": "a search",
    "what_if_roles": "a search",
}
"""Metrics that no merging, filtering and grouping gives."""
