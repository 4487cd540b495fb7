from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.engine import compute
from metrics.errors import UnknownGroup
from metrics.scope import Scope

D = date(2026, 9, 30)
DAY = timedelta(days=1)
WATERFALL = ["named", "ready", "effective", "willing_or_unknown", "willing"]
Company = Callable[..., duckdb.DuckDBPyConnection]
Rows = list[dict[str, Any]]


def people(*ids: str, **fields: Any) -> Rows:
    return [{"employee_id": person, "hire_date": date(2018, 1, 1), **fields} for person in ids]


def named(role: str, *ids: str, **fields: Any) -> Rows:
    return [{"role_id": role, "employee_id": person, **fields} for person in ids]


def roles(*ids: str, **fields: Any) -> Rows:
    return [{"role_id": role, **fields} for role in ids]


def offer(person: str, outcome: str, decided_on: date | None, track: str | None = "manager") -> dict[str, Any]:
    offered_on = (decided_on or date(2026, 1, 1)) - timedelta(days=30)
    return {
        "employee_id": person,
        "outcome": outcome,
        "offered_on": offered_on,
        "decided_on": decided_on,
        "offered_track": track,
    }


def coverage(con: duckdb.DuckDBPyConnection, **scope: Any) -> pd.DataFrame:
    return compute(con, "successor_coverage", Scope(scope.pop("as_of", D), **scope)).set_index("role_id")


def covered(con: duckdb.DuckDBPyConnection, **scope: Any) -> dict[str, int]:
    frame = compute(con, "bench_strength", Scope(D, **scope))
    return dict(zip(frame.step, frame.covered.astype(int), strict=True))


def willingness(con: duckdb.DuckDBPyConnection, role: str = "R", as_of: date = D) -> str:
    row = coverage(con, as_of=as_of).loc[role]
    counts = {"yes": row.ready_willing, "unknown": row.ready_unknown, "no": row.ready_unwilling}
    (word,) = (word for word, count in counts.items() if count)
    return word


def test_five_roles_that_all_name_alice_are_one_filled_role(company: Company) -> None:
    five = ["R1", "R2", "R3", "R4", "R5"]
    con = company(
        employees=people("Alice"),
        critical_roles=roles(*five),
        successors=[row for r in five for row in named(r, "Alice")],
    )
    frame = compute(con, "bench_strength", Scope(D)).set_index("step")
    assert frame.share[["named", "ready", "effective"]].tolist() == pytest.approx([1, 1, 0.2])
    assert (frame.roles == 5).all()
    assert coverage(con).shared.tolist() == [1] * 5
    (contest,) = compute(con, "contested_successors", Scope(D)).to_dict("records")
    assert contest == {
        "set": "1",
        "roles": 5,
        "people": 1,
        "short": 4,
        "role_ids": "R1; R2; R3; R4; R5",
        "employee_ids": "Alice",
        "note": "",
    }


def test_five_successors_of_one_role_cover_one_role_of_five(company: Company) -> None:
    con = company(
        employees=people(*"ABCDE"),
        critical_roles=roles("R1", "R2", "R3", "R4", "R5"),
        successors=named("R1", *"ABCDE"),
    )
    frame = compute(con, "bench_strength", Scope(D)).set_index("step")
    assert frame.share["named"] == 0.2
    assert (frame.low["named"], frame.high["named"]) == (
        pytest.approx(0.0362, abs=1e-4),
        pytest.approx(0.6245, abs=1e-4),
    )
    assert coverage(con).named.tolist() == [5, 0, 0, 0, 0]


def test_a_role_with_a_choice_leaves_the_only_person_to_the_other(company: Company) -> None:
    con = company(
        employees=people("A", "B"),
        critical_roles=roles("R1", "R2"),
        successors=named("R1", "A", "B") + named("R2", "A"),
    )
    assert covered(con)["effective"] == 2


@pytest.mark.parametrize(
    ("criticality", "filled"),
    [([2, 1, None], "R2"), ([None, None, 3], "R3"), ([None, None, None], "R1"), ([2, 2, 2], "R1")],
)
def test_the_most_critical_role_is_filled_first_and_a_missing_criticality_last(
    company: Company, criticality: list[int | None], filled: str
) -> None:
    ids = ["R1", "R2", "R3"]
    con = company(
        employees=people("A"),
        critical_roles=[{"role_id": r, "criticality": rank} for r, rank in zip(ids, criticality, strict=True)],
        successors=[row for r in ids for row in named(r, "A")],
    )
    frame = coverage(con)
    assert frame.index[frame.filled_effective].tolist() == [filled]
    assert frame.index[0] == filled


def test_a_nomination_is_live_from_its_day_until_it_is_removed_or_the_person_leaves(company: Company) -> None:
    cases: list[tuple[dict[str, Any], int]] = [
        ({}, 1),
        ({"nominated_on": D}, 1),
        ({"nominated_on": D + DAY}, 0),
        ({"removed_on": D}, 0),
        ({"removed_on": D + DAY}, 1),
        ({"employee_id": "gone today"}, 0),
        ({"employee_id": "leaves tomorrow"}, 1),
        ({"employee_id": "nobody knows"}, 0),
        ({"employee_id": "holder"}, 0),
    ]
    con = company(
        employees=people("A", "holder")
        + people("gone today", termination_date=D)
        + people("leaves tomorrow", termination_date=D + DAY),
        critical_roles=roles(
            *(f"R{n}" for n in range(len(cases))), incumbent_id="holder", incumbent_since=date(2020, 1, 1)
        ),
        successors=[{"role_id": f"R{n}", "employee_id": "A", **given} for n, (given, _) in enumerate(cases)]
        + named("no such role", "A"),
    )
    assert coverage(con).named.tolist() == [live for _, live in cases]


def test_a_person_named_twice_counts_once_at_the_better_readiness(company: Company) -> None:
    con = company(
        employees=people("A", "B"),
        critical_roles=roles("R"),
        successors=named("R", "A", readiness="ready_3_5_years")
        + named("R", "A", readiness="ready_now")
        + named("R", "B", readiness="ready_3_5_years")
        + named("R", "B", readiness="ready_1_2_years")
        + named("R", "B", readiness="ready_now", removed_on=D),
    )
    row = coverage(con).loc["R"]
    assert (row.named, row.ready_now, row.ready_1_2_years, row.ready_3_5_years) == (2, 1, 1, 0)


def test_of_two_nominations_any_no_wins_then_any_yes(company: Company) -> None:
    cases: list[tuple[list[str | None], str]] = [
        (["yes"], "yes"),
        (["no"], "no"),
        (["unknown"], "unknown"),
        ([None], "unknown"),
        (["yes", "no"], "no"),
        (["unknown", "yes"], "yes"),
        ([None, "no"], "no"),
    ]
    con = company(
        employees=people("A"),
        critical_roles=roles(*(f"R{n}" for n in range(len(cases)))),
        successors=[
            row for n, (words, _) in enumerate(cases) for word in words for row in named(f"R{n}", "A", willing=word)
        ],
    )
    assert [willingness(con, f"R{n}") for n in range(len(cases))] == [willing for _, willing in cases]


def test_an_answer_to_a_manager_offer_speaks_for_two_years_and_only_for_roles_that_lead_people(
    company: Company,
) -> None:
    cases = {
        "yes": ([offer("yes", "accepted", date(2026, 3, 1))], "yes"),
        "no": ([offer("no", "declined", date(2026, 3, 1))], "no"),
        "both": ([offer("both", "declined", date(2026, 3, 1)), offer("both", "accepted", date(2026, 3, 2))], "yes"),
        "one day": (
            [offer("one day", "declined", date(2026, 3, 1)), offer("one day", "accepted", date(2026, 3, 1))],
            "no",
        ),
        "on D": ([offer("on D", "declined", D)], "no"),
        "after D": ([offer("after D", "declined", D + DAY)], "unknown"),
        "first day": ([offer("first day", "declined", date(2024, 10, 1))], "no"),
        "too old": ([offer("too old", "declined", date(2024, 9, 30))], "unknown"),
        "undated": ([offer("undated", "declined", None)], "no"),
        "taken back": ([offer("taken back", "withdrawn", date(2026, 3, 1))], "unknown"),
        "ic offer": ([offer("ic offer", "declined", date(2026, 3, 1), "ic")], "unknown"),
        "no track": ([offer("no track", "declined", date(2026, 3, 1), None)], "unknown"),
    }
    con = company(
        employees=people(*cases),
        critical_roles=roles(*cases) + roles("expert", track="ic"),
        successors=[row for person in cases for row in named(person, person) + named("expert", person)],
        promotion_offers=[row for offers, _ in cases.values() for row in offers],
    )
    assert {role: willingness(con, role) for role in cases} == {role: willing for role, (_, willing) in cases.items()}
    assert coverage(con).ready_unknown["expert"] == len(cases)


def test_two_years_before_a_month_end_is_a_month_end(company: Company) -> None:
    con = company(
        employees=people("A", "B"),
        critical_roles=roles("R", "S"),
        successors=named("R", "A") + named("S", "B"),
        promotion_offers=[offer("A", "declined", date(2024, 2, 29)), offer("B", "declined", date(2024, 3, 1))],
    )
    assert willingness(con, "R", date(2026, 2, 28)) == "unknown"
    assert willingness(con, "S", date(2026, 2, 28)) == "no"


@pytest.mark.parametrize(
    ("months", "willing"),
    [("12", {"old": "unknown", "new": "no"}), ("36", {"old": "no", "new": "no"})],
)
def test_a_company_chooses_for_how_long_an_answer_speaks(
    company: Company, months: str, willing: dict[str, str]
) -> None:
    con = company(
        employees=people("old", "new"),
        critical_roles=roles("old", "new"),
        successors=named("old", "old") + named("new", "new"),
        promotion_offers=[offer("old", "declined", date(2025, 9, 30)), offer("new", "declined", date(2025, 10, 1))],
        settings={"answer_months": months},
    )
    assert {role: willingness(con, role) for role in willing} == willing


def test_a_career_preference_speaks_for_roles_that_lead_people(company: Company) -> None:
    cases = {
        "people_manager": "yes",
        "specialist": "no",
        "project_lead": "no",
        "innovator": "no",
        "undecided": "unknown",
        None: "unknown",
    }
    con = company(
        employees=[row for wish in cases for row in people(str(wish), career_preference=wish)],
        critical_roles=roles(*map(str, cases)) + roles("expert", track="ic"),
        successors=[row for wish in map(str, cases) for row in named(wish, wish) + named("expert", wish)],
    )
    assert {wish: willingness(con, str(wish)) for wish in cases} == cases
    assert coverage(con).ready_unknown["expert"] == len(cases)


@pytest.mark.parametrize(("own", "answer", "willing"), [("yes", "declined", "yes"), (None, "declined", "no")])
def test_the_own_word_goes_before_the_answer_and_the_answer_before_the_preference(
    company: Company, own: str | None, answer: str, willing: str
) -> None:
    con = company(
        employees=people("A", career_preference="people_manager"),
        critical_roles=roles("R"),
        successors=named("R", "A", willing=own),
        promotion_offers=[offer("A", answer, date(2026, 3, 1))],
    )
    assert willingness(con) == willing


def test_the_preference_is_that_of_the_present_employment_in_the_newest_roster_of_the_day(company: Company) -> None:
    before = {"employee_id": "A", "hire_date": date(2018, 1, 1), "termination_date": date(2022, 1, 1)}
    now = {"employee_id": "A", "hire_date": date(2024, 1, 1)}

    def wanting(row: dict[str, Any], wish: str) -> dict[str, Any]:
        return row | {"career_preference": wish}

    con = company(
        rosters_on={
            date(2025, 12, 31): [
                before | {"career_preference": "specialist"},
                now | {"career_preference": "undecided"},
            ],
            date(2026, 6, 30): [
                before | {"career_preference": "specialist"},
                now | {"career_preference": "people_manager"},
            ],
            date(2026, 8, 31): [before, now],
            date(2026, 12, 31): [now | {"career_preference": "innovator"}],
        },
        critical_roles=roles("R"),
        successors=named("R", "A"),
    )
    assert willingness(con, as_of=date(2025, 6, 30)) == "unknown"
    assert willingness(con, as_of=date(2026, 3, 31)) == "unknown"
    assert willingness(con, as_of=D) == "yes"
    assert willingness(con, as_of=date(2026, 12, 31)) == "no"


def test_the_first_thing_missing_is_the_gap(company: Company) -> None:
    con = company(
        employees=people(*"ABCDEF"),
        critical_roles=[
            {"role_id": role, "criticality": 1}
            for role in ["contested 2", "covered", "none named", "none ready", "none willing", "one deep"]
        ]
        + [{"role_id": "contested", "criticality": 2}],
        successors=named("none ready", "A", "B", readiness="ready_1_2_years")
        + named("none willing", "A", "B", willing="no")
        + named("one deep", "C", willing="no")
        + named("one deep", "D")
        + named("covered", "E", "F")
        + named("contested 2", "A")
        + named("contested", "A"),
    )
    assert coverage(con).gap.to_dict() == {
        "contested 2": "one_deep",
        "covered": "covered",
        "none named": "none_named",
        "none ready": "none_ready",
        "none willing": "none_willing",
        "one deep": "one_deep",
        "contested": "contested",
    }


def test_each_step_of_the_waterfall_asks_for_more(company: Company) -> None:
    con = company(
        employees=people(*"ABCDEFG"),
        critical_roles=roles("R1", "R2", "R3", "R4", "R5", "R6"),
        successors=named("R1", "A", readiness="ready_3_5_years")
        + named("R2", "B", willing="no")
        + named("R3", "C", "G")
        + named("R4", "D", willing="yes")
        + named("R5", "D", willing="yes"),
    )
    assert covered(con) == {
        "named": 5,
        "ready": 4,
        "effective": 3,
        "willing_or_unknown": 2,
        "willing": 1,
        "two_deep": 1,
    }


def test_groups_share_one_filling_of_the_whole_company(company: Company) -> None:
    con = company(
        employees=people("A"),
        critical_roles=roles("R1", business_unit="Ops") + roles("R2", business_unit="Sales") + roles("R3"),
        successors=named("R1", "A") + named("R2", "A"),
    )
    frame = compute(con, "bench_strength", Scope(D, by=("business_unit",)))
    effective = frame[frame.step == "effective"]
    assert effective[["business_unit", "roles", "covered"]].to_numpy().tolist() == [
        ["Ops", 1, 1],
        ["Sales", 1, 0],
        ["unknown", 1, 0],
    ]
    assert list(frame.step.unique()) == [*WATERFALL, "two_deep"]
    assert covered(con, where=(("business_unit", ("Sales",)),))["effective"] == 0
    assert covered(con, where=(("business_unit", ("unknown",)),))["ready"] == 0
    assert coverage(con, where=(("business_unit", ("Sales",)),)).gap.to_dict() == {"R2": "contested"}


def test_a_filter_keeps_a_shared_set_whole_and_the_note_says_what_of_it_lies_beyond(company: Company) -> None:
    con = company(
        employees=people("A"),
        critical_roles=roles("R1", "R2", business_unit="Ops") + roles("R3", business_unit="Sales"),
        successors=[row for role in ("R1", "R2", "R3") for row in named(role, "A")],
    )
    told = {
        unit: compute(con, "contested_successors", Scope(D, where=(("business_unit", (unit,)),))).note.tolist()
        for unit in ("Ops", "Sales")
    }
    assert told == {
        "Ops": ["1 of the roles is beyond those shown"],
        "Sales": ["2 of the roles are beyond those shown"],
    }


def test_roles_are_grouped_by_their_own_values_only(company: Company) -> None:
    con = company(critical_roles=roles("R1", criticality=2, job_level=5) + roles("R2", track="ic"))
    frame = compute(con, "bench_strength", Scope(D, by=("track", "criticality", "job_level")))
    assert frame[frame.step == "named"].track.tolist() == ["ic", "manager"]
    with pytest.raises(UnknownGroup):
        covered(con, by=("gender",))
    with pytest.raises(UnknownGroup):
        compute(con, "contested_successors", Scope(D, by=("business_unit",)))


def test_a_company_without_critical_roles_has_no_share(company: Company) -> None:
    con = company(employees=people("A"))
    frame = compute(con, "bench_strength", Scope(D))
    assert frame.step.tolist() == [*WATERFALL, "two_deep"]
    assert frame.roles.tolist() == [0] * 6
    assert frame[["share", "low", "high"]].isna().all(axis=None)
    assert coverage(con).empty
    assert compute(con, "contested_successors", Scope(D)).empty
    assert compute(con, "asked", Scope(D)).successors.tolist() == [0]


def test_the_incumbent_is_the_one_known_on_the_day(company: Company) -> None:
    con = company(
        employees=people("A", "B", "C"), critical_roles=roles("R", incumbent_id="B"), successors=named("R", *"ABC")
    )
    con.execute("delete from role_incumbents")
    assert coverage(con).incumbent_id["R"] == "B"
    con.executemany(
        "insert into role_incumbents values ('R', ?, null, ?, 1)",
        [["A", date(2025, 1, 1)], [None, date(2026, 1, 1)], ["B", date(2026, 10, 1)]],
    )
    now, before, long_ago = (coverage(con, as_of=day).loc["R"] for day in (D, date(2025, 6, 1), date(2024, 6, 1)))
    assert (now.vacant, now.named, now.note) == (True, 3, "")
    assert (before.incumbent_id, before.named, before.note) == ("A", 2, "")
    assert (long_ago.incumbent_id, long_ago.note) == ("A", "the incumbent is known only from a later day")


def test_an_incumbent_who_has_left_is_noted(company: Company) -> None:
    con = company(
        employees=people("A", termination_date=date(2026, 1, 1)),
        critical_roles=roles("R", incumbent_id="A", incumbent_since=date(2020, 1, 1)),
    )
    row = coverage(con).loc["R"]
    assert (row.vacant, row.note) == (False, "the incumbent on record is not in service")


def test_contested_sets_are_numbered_from_the_shortest_of_people(company: Company) -> None:
    con = company(
        employees=people(*"ABC"),
        critical_roles=roles("R1", "R2") + roles("S1", "S2", "S3", business_unit="Ops") + roles("T1", "T2"),
        successors=named("R1", "A", willing="no")
        + named("R2", "A")
        + named("S1", "B")
        + named("S2", "B")
        + named("S3", "B")
        + named("T1", "C"),
    )
    frame = compute(con, "contested_successors", Scope(D))
    assert frame[["set", "short", "role_ids", "employee_ids"]].to_numpy().tolist() == [
        ["1", 2, "S1; S2; S3", "B"],
        ["2", 1, "R1; R2", "A"],
    ]
    filtered = compute(con, "contested_successors", Scope(D, where=(("business_unit", ("unknown",)),)))
    assert filtered[["set", "role_ids"]].to_numpy().tolist() == [["2", "R1; R2"]]


def test_a_role_with_nobody_ready_now_is_in_no_contested_set(company: Company) -> None:
    con = company(
        employees=people(*"AB"),
        critical_roles=roles("R1", "R2", "later", "nobody"),
        successors=named("R1", "A") + named("R2", "A") + named("later", "A", "B", readiness="ready_1_2_years"),
    )
    frame = compute(con, "contested_successors", Scope(D))
    assert frame[["roles", "people", "short", "role_ids"]].to_numpy().tolist() == [[2, 1, 1, "R1; R2"]]


@pytest.mark.parametrize(
    ("first", "second", "counted"),
    [("yes", "no", "no"), ("no", None, "no"), ("yes", None, "yes"), ("yes", "yes", "yes"), (None, None, "unknown")],
)
def test_whoever_says_yes_here_and_no_there_is_a_no(
    company: Company, first: str | None, second: str | None, counted: str
) -> None:
    con = company(
        employees=people("A"),
        critical_roles=roles("R", "S"),
        successors=named("R", "A", willing=first) + named("S", "A", willing=second),
    )
    row = compute(con, "asked", Scope(D)).iloc[0]
    assert {kind: row[f"willing_{kind}"] for kind in ("yes", "no", "unknown")} == {
        kind: int(kind == counted) for kind in ("yes", "no", "unknown")
    }


def test_successors_nobody_asked_are_counted_apart(company: Company) -> None:
    con = company(
        employees=people(*"ABCD"),
        critical_roles=roles("R", business_unit="Ops") + roles("S", business_unit="Sales"),
        successors=named("R", "A", willing="yes")
        + named("S", "A", willing="no", readiness="ready_1_2_years")
        + named("R", "B", willing="yes", readiness="ready_1_2_years")
        + named("S", "C", "D"),
    )
    row = compute(con, "asked", Scope(D)).iloc[0]
    assert (row.successors, row.ready_now, row.willing_yes, row.willing_no, row.willing_unknown) == (4, 3, 1, 1, 2)
    assert row.never_asked_share == 0.5
    by_unit = compute(con, "asked", Scope(D, by=("business_unit",)))
    assert by_unit[["business_unit", "successors", "willing_yes", "willing_no"]].to_numpy().tolist() == [
        ["Ops", 2, 2, 0],
        ["Sales", 3, 0, 1],
    ]


@pytest.fixture
def five_people(company: Company) -> duckdb.DuckDBPyConnection:
    return company(employees=people("P0", "P1", "P2", "P3", "P4"))


nominations = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.integers(0, 4),
        st.sampled_from(["ready_now", "ready_now", "ready_1_2_years"]),
        st.sampled_from(["yes", "no", None]),
    ),
    max_size=14,
)


@given(nominations, st.randoms())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_coverage_never_rises_along_the_waterfall_and_no_order_of_rows_or_ids_of_people_changes_it(
    five_people: duckdb.DuckDBPyConnection, drawn: list[tuple[int, int, str, str | None]], shuffle: Any
) -> None:
    def fill(drawn: list[tuple[int, int, str, str | None]], order: list[int], rename: list[int]) -> None:
        five_people.execute("delete from successors; delete from critical_roles")
        for role in order:
            five_people.execute(
                "insert into critical_roles (role_id, title, criticality, track, load_id) "
                "values (?, 'a role', ?, 'manager', 1)",
                [f"R{role}", 1 + role % 2],
            )
        for role, person, ready, willing in drawn:
            five_people.execute(
                "insert into successors (role_id, employee_id, readiness, willing, load_id) values (?, ?, ?, ?, 1)",
                [f"R{role}", f"P{rename[person]}", ready, willing],
            )

    fill(drawn, list(range(6)), list(range(5)))
    shares, cover = covered(five_people), coverage(five_people)
    assert all(shares[step] >= shares[later] for step, later in pairwise(WATERFALL))
    fill(shuffle.sample(drawn, len(drawn)), shuffle.sample(range(6), 6), shuffle.sample(range(5), 5))
    assert covered(five_people) == shares
    pd.testing.assert_frame_equal(coverage(five_people), cover)
