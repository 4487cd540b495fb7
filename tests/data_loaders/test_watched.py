"""What is kept apart for metrics about roles and offers says the same as the whole history."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from company import company
from data_loaders.database import schema
from data_loaders.store.generations import Store

D = date


def person(number: str, **fields: object) -> dict[str, object]:
    return {"employee_id": number, "hire_date": D(2020, 1, 1), "track": "ic", "job_level": 2, **fields}


def offer(day: date, **fields: object) -> dict[str, object]:
    return {"employee_id": "A", "offered_on": day, "outcome": "accepted", **fields}


RISE = [
    {"employee_id": "A", "effective_date": D(2020, 1, 1), "action": "hire", "track": "ic", "job_level": 2},
    {"employee_id": "A", "effective_date": D(2024, 5, 1), "action": "promotion", "track": "manager", "job_level": 3},
]


@pytest.mark.parametrize(
    ("offered", "decided", "expected"),
    [
        # at the end of the day of the promotion the new job is held
        (D(2024, 4, 1), D(2024, 5, 1), {"offered": 2, "decided": 3, "before": 2}),
        (D(2024, 5, 1), None, {"offered": 3, "decided": 3, "before": 2}),
        (D(2024, 4, 30), D(2024, 4, 30), {"offered": 2, "decided": 2, "before": 2}),
        # hired on the day of the offer: there is no day before
        (D(2020, 1, 1), D(2020, 1, 2), {"offered": 2, "decided": 2, "before": 2}),
        (D(2019, 12, 31), D(2020, 1, 1), {"decided": 2}),
    ],
)
def test_an_offer_knows_the_job_held_when_it_was_made_and_answered(
    offered: date, decided: date | None, expected: dict[str, int]
) -> None:
    con = company(employees=[person("A")], job_history=RISE, promotion_offers=[offer(offered, decided_on=decided)])
    found = con.execute("select moment, job_level from offer_spells").fetchall()
    assert dict(found) == expected
    assert len(found) == len(expected)


def test_a_rehire_on_the_day_of_an_offer_has_both_jobs_before_it() -> None:
    con = company(
        employees=[
            person("A", termination_date=D(2024, 5, 1), termination_type="voluntary"),
            person("A", hire_date=D(2024, 5, 1), job_level=5),
        ],
        promotion_offers=[offer(D(2024, 5, 1), outcome="pending")],
    )
    found = con.execute("select moment, hire_date, left_as from offer_spells order by all").fetchall()
    assert found == [
        ("before", D(2020, 1, 1), "voluntary"),
        ("before", D(2024, 5, 1), None),
        ("offered", D(2024, 5, 1), None),
    ]


def test_every_spell_and_run_knows_when_and_how_its_employment_ended() -> None:
    con = company(
        employees=[
            person("A", termination_date=D(2025, 3, 31), termination_type="retirement"),
            person("B"),
            person("C", termination_date=D(2025, 3, 31)),
        ],
        job_history=RISE,
    )
    told = {("A", D(2025, 3, 31), "retirement"), ("B", None, None), ("C", D(2025, 3, 31), "unknown")}
    for table in ("employment_spells", "track_runs"):
        assert set(con.execute(f"select employee_id, left_on, left_as from {table}").fetchall()) == told


def test_every_run_knows_its_neighbours_in_the_same_employment_only() -> None:
    con = company(
        employees=[
            person("A", termination_date=D(2025, 1, 1)),
            person("A", hire_date=D(2025, 6, 1), track="ic"),
        ],
        job_history=[
            *RISE,
            {"employee_id": "A", "effective_date": D(2024, 9, 1), "action": "step_down", "track": "ic"},
            {"employee_id": "A", "effective_date": D(2025, 6, 1), "action": "rehire", "track": "ic"},
        ],
    )
    found = con.execute(
        "select run_start, track, track_before, before_from, track_after from track_runs order by run_start"
    ).fetchall()
    assert found == [
        (D(2020, 1, 1), "ic", None, None, "manager"),
        (D(2024, 5, 1), "manager", "ic", D(2020, 1, 1), "ic"),
        (D(2024, 9, 1), "ic", "manager", D(2024, 5, 1), None),
        (D(2025, 6, 1), "ic", None, None, None),
    ]


def test_a_spell_knows_the_birth_date_its_employment_has() -> None:
    con = company(employees=[person("A", birth_date=D(1980, 2, 29)), person("B")])
    found = con.execute("select employee_id, birth_date from employment_spells where end_reason = 'open' order by 1")
    assert found.fetchall() == [("A", D(1980, 2, 29)), ("B", None)]


def test_the_bench_has_the_spells_of_those_on_it_and_no_others() -> None:
    con = company(
        employees=[person(number) for number in "ABCD"],
        critical_roles=[{"role_id": "R", "incumbent_id": "B"}],
        successors=[{"role_id": "R", "employee_id": "C"}],
        promotion_offers=[offer(D(2024, 4, 1))],
    )
    for table, whom in (("bench_spells", "BC"), ("watched_spells", "ABC")):
        rows = con.execute(f"select distinct employee_id from {table} order by 1").fetchall()
        assert [number for (number,) in rows] == list(whom)


def test_an_older_generation_gets_its_derived_tables_when_it_is_opened(tmp_path: Path) -> None:
    store = Store(tmp_path)

    def as_before(con: duckdb.DuckDBPyConnection) -> None:
        con.execute("insert into employees (employee_id, hire_date, track) values ('A', '2020-01-01', 'ic')")
        con.execute(
            "insert into promotion_offers (offer_id, employee_id, offered_on, outcome, load_id) "
            "values ('O', 'A', '2024-04-01', 'accepted', 1)"
        )
        con.execute("drop table offer_spells")
        con.execute("alter table employment_spells drop column left_on")
        schema.set_setting(con, "schema_version", "1")

    store.publish(as_before)
    for con in (store.open("000001"), store.open()):
        assert con.execute("select moment from offer_spells order by 1").fetchall() == [
            ("before",),
            ("decided",),
            ("offered",),
        ]
        assert con.execute("select left_on from employment_spells").fetchall() == [(None,)]
