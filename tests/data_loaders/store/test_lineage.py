"""Where a generation comes from is read once, and read anew where the file is another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from company import company, publish
from data_loaders.database import schema
from data_loaders.store import lineage
from data_loaders.store.generations import Store


def test_a_generation_says_what_it_came_from_and_which_tables_it_has(tmp_path: Path) -> None:
    con = company(
        employees=[{"employee_id": "A", "hire_date": date(2018, 1, 1)}],
        settings={"parent_generation": "000007", "schema_version": "4"},
    )
    publish(con, tmp_path)
    assert lineage.of(Store(tmp_path).path("000001"), tmp_path) == lineage.Lineage("000007", 4)


def test_metrics_are_asked_only_of_states_whose_tables_this_version_made(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for parent, version in ((None, "5"), ("000001", str(schema.NEWEST)), ("000002", str(schema.NEWEST))):
        store.publish(
            lambda con, said=(("parent_generation", parent), ("schema_version", version)): [
                schema.set_setting(con, name, value) for name, value in said
            ]
        )
    assert store.ancestors("000003") == ["000002", "000001"]
    assert store.measurable_ancestors("000003") == ["000002"]
