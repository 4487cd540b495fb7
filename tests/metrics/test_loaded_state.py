"""The newest load, the days the data spans, and how many are employed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import duckdb
import pytest

from metrics import catalogue, loaded_state

DAY = date(2026, 6, 30)
Company = Callable[..., duckdb.DuckDBPyConnection]


@pytest.fixture
def three(company: Company) -> duckdb.DuckDBPyConnection:
    """Three people since 2020, of whom one has left and one leaves the day after."""
    days = (None, date(2026, 7, 1), date(2026, 1, 1))
    return company(
        employees=[
            {"employee_id": f"{n}", "hire_date": date(2020, 1, n), "track": "ic", "termination_date": day}
            for n, day in enumerate(days, 1)
        ],
        as_of=DAY,
    )


@pytest.mark.parametrize("name", ["data_span", "headcount", "newest_load"])
def test_every_query_says_its_question_its_grain_and_the_columns_it_gives(
    three: duckdb.DuckDBPyConnection, name: str
) -> None:
    header = catalogue.header(f"loaded_state/{name}")
    assert header["question"].endswith("?")
    assert header["grain"].startswith("One row")
    bound = {"as_of": DAY} if name == "headcount" else {}
    frame = three.execute(catalogue.query(f"loaded_state/{name}"), bound).df()
    assert list(frame) == [column.name for column in catalogue.columns(f"loaded_state/{name}")]


def test_the_data_spans_from_the_first_hire_to_the_newest_roster(three: duckdb.DuckDBPyConnection) -> None:
    assert loaded_state.data_span(three) == (date(2020, 1, 1), DAY, 3)


def test_without_anything_loaded_no_day_is_made_up(company: Company) -> None:
    empty = company()
    assert loaded_state.data_span(empty).first_employed_on is None
    assert loaded_state.data_span(empty).employments == 0
    assert loaded_state.headcount(empty, DAY) == 0
    assert loaded_state.newest_load(empty).empty


def test_whoever_ends_on_a_day_is_not_employed_at_its_end(three: duckdb.DuckDBPyConnection) -> None:
    assert loaded_state.headcount(three, DAY) == 2
    assert loaded_state.headcount(three, date(2026, 7, 1)) == 1


def test_a_load_that_was_undone_is_not_the_newest(company: Company) -> None:
    con = company()
    con.execute("insert into loads values (1, timestamp '2026-07-01 09:30:00', 'hr', null, null)")
    con.execute("insert into loads values (2, timestamp '2026-07-02 09:30:00', 'hr', null, timestamp '2026-07-03')")
    con.execute("insert into load_tables values (1, 'successors', 9, 1, 2, 3, 4), (1, 'employees', 9, 5, 6, 7, 8)")
    con.execute("insert into load_tables values (2, 'employees', 9, 9, 9, 9, 9)")
    rows = loaded_state.newest_load(con)
    assert rows["load_id"].tolist() == [1, 1]
    assert rows["table_name"].tolist() == ["employees", "successors"]
    assert rows[["added", "changed", "left_out"]].values.tolist() == [[5, 6, 8], [1, 2, 4]]


def test_a_load_of_settings_alone_is_a_load_without_a_table(company: Company) -> None:
    con = company()
    con.execute("insert into loads values (1, timestamp '2026-07-01 09:30:00', 'hr', null, null)")
    rows = loaded_state.newest_load(con)
    assert rows["load_id"].tolist() == [1]
    assert rows["table_name"].isna().tolist() == [True]
