"""Behind every figure stand as many rows as it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import pandas as pd
import pytest
from sixty_people import DAY, FILTERS, sixty_people

from metrics import catalogue, drill_through, engine
from metrics.scope import Scope

Frame = pd.DataFrame
Count = Callable[[Frame], float]


def of(*columns: str, **only: str) -> Count:
    """The sum of these columns over the rows of the frame that are `only` such."""

    def counted(frame: Frame) -> float:
        for column, value in only.items():
            frame = frame[frame[column] == value]
        return float(frame[list(columns)].sum().sum())

    return counted


def followed(**only: str) -> Count:
    """The people of every curve, told in its first month."""

    def counted(frame: Frame) -> float:
        for column, value in only.items():
            frame = frame[frame[column] == value]
        return float(frame[frame["month"] == 0]["people"].sum())

    return counted


COUNTS: dict[str, Count] = {
    "after_the_answer": followed(),
    "asked": of("successors"),
    "bench_diversity": of("successors"),
    "bench_strength": of("roles", step="named"),
    "bench_turnover": of("roles_filled"),
    "career_moves": of("moves"),
    "career_preferences": of("people"),
    "contested_successors": of("people"),
    "expertise_lost": of("leavers"),
    "first_time_managers": followed(prepared="all"),
    "growth_and_retention": of("people", stage="all"),
    "growth_coverage": of("people", stage="all", kind="all"),
    "ladder_ceiling": of("people"),
    "ladder_parity": of("ic", "manager"),
    "promotion_refusals": of("offers", "stale"),
    "refusal_reasons": of("declined"),
    "refusals_on_bench": of("ready_now"),
    "retention_rate": of("headcount_start"),
    "role_repulsion": of("accepted", "declined", aspect="unit"),
    "span_of_control": of("managers"),
    "step_downs": of("people"),
    "stress_backtest": of("people"),
    "successor_coverage": of("named"),
    "turnover_rate": of("exits"),
    "what_if": of("roles", step="named"),
}
STARTS_FROM = {
    "bench_definitions",
    "closing_moves",
    "exit_causes",
    "retention_curve",
    "retention_gap",
    "vacancy_stress",
    "what_if_roles",
}
CUT = (FILTERS[0],)


@pytest.fixture(scope="module")
def cur() -> Iterator[duckdb.DuckDBPyConnection]:
    with sixty_people() as con:
        yield con


def scope_of(name: str, where: tuple[tuple[str, tuple[str, ...]], ...] = ()) -> Scope:
    return Scope(DAY, where=tuple(pair for pair in where if pair[0] in catalogue.entry(name).filters))


def options_of(name: str) -> dict[str, object]:
    """Curves on few people, and one draw: the rows do not depend on either."""
    wanted = {"min_at_risk": 1, "draws": 1, "points": "every"}
    return {option.name: wanted[option.name] for option in catalogue.entry(name).options if option.name in wanted}


def test_every_metric_has_rows_behind_it_and_says_what_they_are() -> None:
    assert set(catalogue.names()) == set(COUNTS) | STARTS_FROM
    for name in catalogue.names():
        assert drill_through.description(name).endswith(".")


@pytest.mark.parametrize("where", [(), CUT], ids=["everyone", "one cut"])
@pytest.mark.parametrize("name", COUNTS)
def test_they_are_as_many_as_the_figure_counts(
    cur: duckdb.DuckDBPyConnection, name: str, where: tuple[tuple[str, tuple[str, ...]], ...]
) -> None:
    scope, options = scope_of(name, where), options_of(name)
    found = drill_through.rows_behind(cur, name, scope, options)
    frame = engine.compute(cur, name, scope, options)
    expected = COUNTS[name](frame)
    assert len(found) == expected
    assert expected > 0
    assert not found.duplicated().any()


@pytest.mark.parametrize("name", [name for name in COUNTS if name != "contested_successors"])
def test_grouped_they_are_as_many_as_all_its_groups_count(cur: duckdb.DuckDBPyConnection, name: str) -> None:
    scope = Scope(DAY, by=("business_unit",))
    found = drill_through.rows_behind(cur, name, scope, options_of(name))
    assert len(found) == COUNTS[name](engine.compute(cur, name, scope, options_of(name)))


@pytest.mark.parametrize("name", sorted(STARTS_FROM))
def test_what_counts_nothing_shows_the_rows_it_starts_from(cur: duckdb.DuckDBPyConnection, name: str) -> None:
    def counted(query: str) -> int:
        row = cur.execute(query).fetchone()
        assert row
        return int(row[0])

    runs = """
        select count(*) from track_runs
        where run_start <= date '2026-06-30' and (run_end is null or run_end >= date '2020-01-01')
    """
    named = engine.compute(cur, "successor_coverage", Scope(DAY))["named"].sum()
    roles = counted("select count(*) from critical_roles")
    on_benches = engine.compute(cur, "asked", Scope(DAY))["successors"].sum()
    start = engine.compute(cur, "retention_rate", Scope(DAY))["headcount_start"].sum()
    expected = {
        "bench_definitions": roles,
        "closing_moves": named,
        "exit_causes": counted(runs),
        "retention_curve": counted(runs),
        "retention_gap": start,
        "vacancy_stress": on_benches + roles - 1,  # whoever holds a role is on no bench, and one of them has left
        "what_if_roles": roles,
    }
    assert len(drill_through.rows_behind(cur, name, Scope(DAY), options_of(name))) == expected[name]
