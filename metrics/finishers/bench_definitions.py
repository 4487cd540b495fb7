"""The strength of the same bench by the definitions of other systems."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from metrics.finishers.bench import NOT_UNWILLING, READY, WILLING, filled, shown_roles
from metrics.question import Question

PERCENT, PER_ROLE = "%", "successors per role"
COLUMNS = ("definition", "source", "value", "unit")
ISO = "ISO/TS 30433:2021, succession planning metrics cluster"
OURS = "bench_strength, step {}"


class Definition(NamedTuple):
    """A definition of bench strength: `tally` over a group's roles, divided by their number."""

    name: str
    source: str
    tally: Callable[[pd.DataFrame], float]
    unit: str = PERCENT


def _roles_best_at(readiness: str, *better: str) -> Callable[[pd.DataFrame], float]:
    return lambda roles: float(((roles[readiness] > 0) & (roles[list(better)].sum(axis=1) == 0)).sum())


SAP = "SAP SuccessFactors Succession: the readiness of the most ready successor"
DEFINITIONS = (
    Definition(
        "ISO/TS 30433 successor coverage", ISO, lambda roles: len({p for named in roles["people"] for p in named})
    ),
    Definition(
        "named coverage", "common usage: at least one successor named", lambda roles: (roles["named"] > 0).sum()
    ),
    Definition(
        "ready coverage", "common usage: at least one successor ready now", lambda roles: (roles["ready_now"] > 0).sum()
    ),
    Definition(
        "Infor: confirmed successor",
        "Infor HCM: key roles with a confirmed successor",
        lambda roles: roles["confirmed"].sum(),
    ),
    Definition("SAP bench strength: ready now", SAP, _roles_best_at("ready_now")),
    Definition("SAP bench strength: ready in 1–2 years", SAP, _roles_best_at("ready_1_2_years", "ready_now")),
    Definition(
        "SAP bench strength: ready in 3–5 years", SAP, _roles_best_at("ready_3_5_years", "ready_now", "ready_1_2_years")
    ),
    Definition("SAP bench strength: nobody named", SAP, lambda roles: (roles["named"] == 0).sum()),
    Definition(
        "Nakisa and CompetencyCore: fractional bench",
        "Σ 1 ÷ roles the person is named for; SAP ERP Talent Management counts alike",
        lambda roles: roles["fractions"].sum(),
        PER_ROLE,
    ),
    Definition("ours: effective", OURS.format("effective"), lambda roles: roles["effective"].sum()),
    Definition(
        "ours: willing or unknown", OURS.format("willing_or_unknown"), lambda roles: roles["willing_or_unknown"].sum()
    ),
    Definition("ours: willing", OURS.format("willing"), lambda roles: roles["willing"].sum()),
)


def finish_bench_definitions(rows: pd.DataFrame, question: Question) -> pd.DataFrame:
    """One row per definition and group, value in the definition's unit."""
    roles = rows.assign(
        effective=filled(rows, *READY),
        willing_or_unknown=filled(rows, *NOT_UNWILLING),
        willing=filled(rows, *WILLING),
    )
    by = question.scope.by
    table = [
        {**dict(zip(by, key, strict=True)), **_row(definition, group)}
        for key, group in question.groups(shown_roles(roles))
        for definition in DEFINITIONS
    ]
    return pd.DataFrame(table, columns=[*by, *COLUMNS])


def _row(definition: Definition, roles: pd.DataFrame) -> dict[str, object]:
    scale = 100 if definition.unit == PERCENT else 1
    value = scale * float(definition.tally(roles)) / len(roles) if len(roles) else math.nan
    return {"definition": definition.name, "source": definition.source, "value": value, "unit": definition.unit}


FINISH = {"bench_definitions": finish_bench_definitions}
