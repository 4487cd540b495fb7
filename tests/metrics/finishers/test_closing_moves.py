from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_loaders import sample
from data_loaders.store.generations import Store
from metrics.engine import compute
from metrics.errors import UnknownGroup
from metrics.finishers.closing_moves import NEEDED, finish_closing_moves
from metrics.question import Question
from metrics.scope import Scope
from metrics.statistics.role_matching import fill_roles

D = date(2026, 9, 30)
Company = Callable[..., duckdb.DuckDBPyConnection]
Rows = list[dict[str, Any]]


def people(*ids: str) -> Rows:
    return [{"employee_id": person, "hire_date": date(2018, 1, 1)} for person in ids]


def named(role: str, *ids: str, **fields: Any) -> Rows:
    return [{"role_id": role, "employee_id": person, **fields} for person in ids]


def soon(role: str, *ids: str, **fields: Any) -> Rows:
    return named(role, *ids, readiness="ready_1_2_years", **fields)


def roles(*ids: str, **fields: Any) -> Rows:
    return [{"role_id": role, **fields} for role in ids]


def moves(con: duckdb.DuckDBPyConnection, **scope: Any) -> list[tuple[str, str, str, int]]:
    frame = compute(con, "closing_moves", Scope(D, **scope)).fillna({"employee_id": ""})
    return list(zip(frame.move, frame.role_id, frame.employee_id, frame.gain.astype(int), strict=True))


def test_five_roles_that_all_name_alice_need_four_new_people(company: Company) -> None:
    five = ["R1", "R2", "R3", "R4", "R5"]
    con = company(
        employees=people("Alice"),
        critical_roles=roles(*five),
        successors=[row for role in five for row in named(role, "Alice", willing="yes")],
    )
    frame = compute(con, "closing_moves", Scope(D))
    assert frame.move.tolist() == ["widen"] * 4 + ["take_off"]
    assert frame.gain.tolist() == [1, 1, 1, 1, 0]
    assert frame.covered_after.tolist() == [2, 3, 4, 5, 5]
    assert frame.share_after.tolist() == pytest.approx([0.4, 0.6, 0.8, 1, 1])
    assert frame.role_ids[0] == "R1; R2; R3; R4; R5"
    assert frame.because[0] == "5 roles share 1 person: 4 short"
    kept, left = frame.role_id[4], set(frame.role_ids[4].split("; "))
    assert (frame.employee_id[4], {kept} | left, len(left)) == ("Alice", set(five), 4)


@pytest.mark.parametrize(
    ("nominations", "expected"),
    [
        ([], [("widen", "R1", "", 1)]),
        (named("R1", "A", willing="yes"), []),
        (named("R1", "A"), [("ask", "R1", "A", 1)]),
        (named("R1", "A", willing="no"), [("widen", "R1", "", 1)]),
        (soon("R1", "A", willing="yes"), [("develop", "R1", "A", 1)]),
        (soon("R1", "A"), [("ask", "R1", "A", 0), ("develop", "R1", "A", 1)]),
        (soon("R1", "A", willing="no"), [("widen", "R1", "", 1)]),
        (named("R1", "A", readiness="ready_3_5_years", willing="yes"), [("widen", "R1", "", 1)]),
        (named("R1", "A") + soon("R1", "B", willing="yes"), [("ask", "R1", "A", 1)]),
        (soon("R1", "A") + soon("R1", "B", willing="yes"), [("develop", "R1", "B", 1)]),
    ],
)
def test_a_gap_is_closed_by_asking_else_developing_else_somebody_new(
    company: Company, nominations: Rows, expected: list[tuple[str, str, str, int]]
) -> None:
    con = company(employees=people("A", "B"), critical_roles=roles("R1"), successors=nominations)
    assert moves(con) == expected


def test_one_question_can_free_somebody_for_another_role(company: Company) -> None:
    """A is all that R2 has and is counted for R1; once B would take R1, A covers R2."""
    con = company(
        employees=people("A", "B"),
        critical_roles=roles("R1", "R2"),
        successors=named("R1", "A", willing="yes") + named("R2", "A", willing="yes") + named("R1", "B"),
    )
    assert moves(con) == [("ask", "R1", "B", 1), ("take_off", "R2", "A", 0)]


def test_a_move_that_only_prepares_another_has_no_gain_of_its_own(company: Company) -> None:
    """R2 can be covered by A only if B is asked for R1 as well, where A is counted today."""
    con = company(
        employees=people("A", "B"),
        critical_roles=roles("R1", "R2"),
        successors=named("R1", "A", willing="yes") + named("R2", "A") + named("R1", "B"),
    )
    found = moves(con)[:2]
    assert {move[:3] for move in found} == {("ask", "R1", "B"), ("ask", "R2", "A")}
    assert [gain for *_, gain in found] == [0, 1]


def test_the_shortest_ways_come_first_and_of_those_the_most_critical_role(company: Company) -> None:
    con = company(
        employees=people("A", "B", "C"),
        critical_roles=[{"role_id": f"R{n}", "criticality": n} for n in (1, 2, 3)],
        successors=soon("R1", "A") + named("R2", "B") + named("R3", "C"),
    )
    assert [(move, role) for move, role, *_ in moves(con)] == [
        ("ask", "R2"),
        ("ask", "R3"),
        ("ask", "R1"),
        ("develop", "R1"),
    ]


def test_too_few_people_go_to_the_most_critical_roles(company: Company) -> None:
    con = company(
        employees=people("A"),
        critical_roles=[{"role_id": f"R{n}", "criticality": rank} for n, rank in [(1, None), (2, 3), (3, 1)]],
        successors=[row for role in ("R1", "R2", "R3") for row in named(role, "A")],
    )
    assert moves(con)[:1] == [("ask", "R3", "A", 1)]
    assert moves(con)[-1][:3] == ("take_off", "R3", "A")


def test_filters_count_the_roles_shown_and_groups_are_refused(company: Company) -> None:
    con = company(
        employees=people("A"),
        critical_roles=[{"role_id": "R1", "business_unit": "Labs"}, {"role_id": "R2", "business_unit": "Sales"}],
        successors=named("R1", "A"),
    )
    frame = compute(con, "closing_moves", Scope(D, where=(("business_unit", ("Sales",)),)))
    assert (frame.move.tolist(), frame.number.tolist(), frame.covered_after.tolist()) == (["widen"], [2], [1])
    assert frame.share_after.tolist() == [1]
    with pytest.raises(UnknownGroup):
        moves(con, by=("business_unit",))


def in_units(**units: str) -> Rows:
    return [{"role_id": role, "business_unit": unit} for role, unit in units.items()]


def of_unit(con: duckdb.DuckDBPyConnection, unit: str) -> pd.DataFrame:
    return compute(con, "closing_moves", Scope(D, where=(("business_unit", (unit,)),)))


def test_a_set_that_reaches_beyond_the_filter_brings_no_role_of_others_and_says_so(company: Company) -> None:
    con = company(
        employees=people("Alice"),
        critical_roles=in_units(R1="Labs", R2="Labs", R3="Sales", R4="Sales"),
        successors=[row for role in ("R1", "R2", "R3", "R4") for row in named(role, "Alice", willing="yes")],
    )
    sales = of_unit(con, "Sales")
    widened = sales[sales.move == "widen"]
    assert widened.role_id.tolist() == ["R3", "R4"]
    assert set(widened.role_ids) == {"R3; R4"}
    assert set(widened.because) == {"4 roles share 1 person: 3 short; 2 of them are beyond the roles shown"}
    assert widened.covered_after.tolist() == [1, 2]
    [left] = sales[sales.move == "take_off"].to_dict("records")
    assert left["role_ids"] == "R3; R4"
    assert left["because"] == (
        "counted on for a role beyond those shown, and covered here without them; on 1 more list beyond the roles shown"
    )


def test_a_move_about_a_role_of_others_is_kept_where_it_covers_one_shown(company: Company) -> None:
    """A is all that R2 has and is counted for R1; once B would take R1, A covers R2."""
    con = company(
        employees=people("A", "B"),
        critical_roles=in_units(R1="Labs", R2="Sales"),
        successors=named("R1", "A", willing="yes") + named("R2", "A", willing="yes") + named("R1", "B"),
    )
    [ask] = of_unit(con, "Sales").to_dict("records")[:1]
    assert (ask["move"], ask["role_id"], ask["gain"], ask["covered_after"]) == ("ask", "R1", 1, 1)
    assert ask["because"].endswith("; the role is beyond those shown: that frees somebody for one of them")
    [ask] = of_unit(con, "Labs").query("move == 'ask'").to_dict("records")
    assert (ask["role_id"], ask["gain"], ask["covered_after"]) == ("R1", 0, 1)
    assert ask["because"].endswith("; that frees somebody for a role beyond those shown")


def test_without_roles_there_is_nothing_to_do(company: Company) -> None:
    assert moves(company(employees=people("A"))) == []


KINDS = list(NEEDED)
benches = st.lists(
    st.dictionaries(st.sampled_from("ABCDE"), st.sampled_from(KINDS), max_size=4), min_size=1, max_size=5
)


def rows_of(bench: list[dict[str, str]], criticality: list[float] | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "role_id": [f"R{number}" for number in range(len(bench))],
            "criticality": criticality or [float("nan")] * len(bench),
            "_shown": True,
            **{kind: [sorted(p for p, k in named.items() if k == kind) for named in bench] for kind in KINDS},
        }
    )


def planned(rows: pd.DataFrame) -> pd.DataFrame:
    return finish_closing_moves(rows, Question(None, None, Scope(D), {}, None))  # type: ignore[arg-type]


def covered(bench: list[dict[str, str]], done: set[tuple[str, str, str]]) -> int:
    """Roles filled from those with whom nothing is left to do."""
    counted = {
        f"R{number}": [p for p, kind in named.items() if all((move, f"R{number}", p) in done for move in NEEDED[kind])]
        for number, named in enumerate(bench)
    }
    return len(fill_roles(counted))


@given(benches)
@settings(max_examples=200, deadline=None)
def test_every_gain_is_what_the_matching_gains_and_together_they_cover_all(bench: list[dict[str, str]]) -> None:
    frame = planned(rows_of(bench))
    done: set[tuple[str, str, str]] = set()
    before, widened = covered(bench, done), 0
    for row in frame.itertuples():
        if row.move in ("ask", "develop"):
            done.add((row.move, row.role_id, row.employee_id))
        widened += row.move == "widen"
        after = covered(bench, done) + widened
        assert (row.gain, row.covered_after) == (after - before, after)
        before = after
    assert before == len(bench)


@given(benches, st.data())
@settings(max_examples=200, deadline=None)
def test_whatever_is_shown_covered_and_gained_and_in_need_are_its_roles(
    bench: list[dict[str, str]], data: st.DataObject
) -> None:
    rows = rows_of(bench)
    chosen = data.draw(st.lists(st.booleans(), min_size=len(bench), max_size=len(bench)))
    rows = rows.assign(_shown=chosen)
    today = fill_roles(dict(zip(rows["role_id"], rows["willing_people"], strict=True)))
    shown = set(rows.loc[chosen, "role_id"])
    adds_up(planned(rows), shown, len(shown & today.keys()))


def adds_up(frame: pd.DataFrame, shown: set[str], covered_today: int) -> None:
    """The moves of a filter that shows these roles tell of them, of all of them, and of no other."""
    asked, need = frame[frame.move.isin(["ask", "develop"])], frame[frame.move == "widen"]
    assert covered_today + asked.gain.sum() + need.gain.sum() == len(shown)
    assert set(need.role_id) <= shown
    assert need.role_id.is_unique
    assert need.gain.eq(1).all()
    assert {role for ids in frame.role_ids for role in ids.split("; ") if role} <= shown
    assert frame.covered_after.tolist() == (covered_today + frame.gain.cumsum()).tolist()
    if shown:
        assert frame.share_after.tolist() == pytest.approx((frame.covered_after / len(shown)).tolist())
    else:
        assert frame.empty


WHERE = ("business_unit", "location", "criticality")


def every_filter(con: duckdb.DuckDBPyConnection) -> Iterator[Scope]:
    """Each value by itself, and each with each value of another column."""
    values = [
        (column, str(value))
        for column in WHERE
        for [value] in con.execute(
            f"select distinct {column} from critical_roles where {column} is not null"
        ).fetchall()
    ]
    yield Scope(D)
    for one in values:
        yield Scope(D, where=((one[0], (one[1],)),))
    for one, other in combinations(values, 2):
        if one[0] != other[0]:
            yield Scope(D, where=((one[0], (one[1],)), (other[0], (other[1],))))


@pytest.mark.parametrize("seed", range(6))
def test_under_every_filter_of_a_made_up_company_they_add_up_as_the_other_metrics_count(
    company: Company, seed: int
) -> None:
    random = np.random.default_rng(seed)
    many, staff = 24, [f"P{number}" for number in range(20)]
    kinds = ("ready_now", "ready_1_2_years", "ready_3_5_years")
    con = company(
        employees=people(*staff),
        critical_roles=[
            {
                "role_id": f"R{number}",
                "business_unit": str(random.choice(["Labs", "Sales", "Care"])),
                "location": str(random.choice(["Bonn", "Graz"])),
                "criticality": random.choice([1, 2, 3, None]),
            }
            for number in range(many)
        ],
        successors=[
            {
                "role_id": f"R{role}",
                "employee_id": staff[person],
                "readiness": str(random.choice(kinds, p=[0.6, 0.3, 0.1])),
                "willing": random.choice(["yes", "no", None], p=[0.5, 0.1, 0.4]),
            }
            for role, person in {tuple(pair) for pair in random.integers([many, len(staff)], size=(60, 2)).tolist()}
        ],
    )
    checked = [check_against_the_bench(con, scope) for scope in every_filter(con)]
    assert len(checked) > 20


def test_under_every_filter_of_the_sample_they_add_up_as_well(tmp_path: Path) -> None:
    sample.make_sample(tmp_path, people=400, seed=1, loaded_at=datetime(2026, 11, 1, tzinfo=UTC))
    with Store(tmp_path).open() as con:
        checked = [check_against_the_bench(con, scope) for scope in every_filter(con)]
    assert len(checked) > 20


def check_against_the_bench(con: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    coverage = compute(con, "successor_coverage", scope)
    strength = compute(con, "bench_strength", scope).set_index("step").loc["willing"]
    assert strength["roles"] == len(coverage)
    adds_up(compute(con, "closing_moves", scope), set(coverage["role_id"]), int(strength["covered"]))


@given(benches)
@settings(max_examples=100, deadline=None)
def test_no_plan_needs_fewer_new_people_or_with_as_few_fewer_moves(bench: list[dict[str, str]]) -> None:
    frame = planned(rows_of(bench))
    possible = [
        (move, f"R{n}", p) for n, named in enumerate(bench) for p, kind in named.items() for move in NEEDED[kind]
    ]
    most = covered(bench, set(possible))
    assert (frame.move == "widen").sum() == len(bench) - most
    used = frame.move.isin(["ask", "develop"]).sum()
    if used and len(possible) <= 12:
        for fewer in combinations(possible, int(used) - 1):
            assert covered(bench, set(fewer)) < most


@given(benches, st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_and_the_names_of_people_change_no_count(bench: list[dict[str, str]], chance: Any) -> None:
    letters = list("ABCDE")
    chance.shuffle(letters)
    renamed = [{letters["ABCDE".index(p)]: kind for p, kind in named.items()} for named in bench]
    chance.shuffle(renamed)
    plain, other = planned(rows_of(bench)), planned(rows_of(renamed))
    for move in ("ask", "develop", "widen"):
        assert (plain.move == move).sum() == (other.move == move).sum()
    assert plain.gain.sum() == other.gain.sum()


@pytest.mark.parametrize(("many", "nominations"), [(500, 2_000), (3_000, 15_000)])
def test_in_a_large_company_the_moves_cover_every_role(many: int, nominations: int) -> None:
    generator = np.random.default_rng(3)
    bench: list[dict[str, str]] = [{} for _ in range(many)]
    for role, person, kind in generator.integers([many, many, 4], size=(nominations, 3)):
        bench[role][f"P{person}"] = KINDS[kind]
    frame = planned(rows_of(bench))
    assert frame.covered_after.iloc[-1] == many
