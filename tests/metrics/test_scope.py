from __future__ import annotations

from datetime import date

import duckdb
import pytest

from metrics.errors import UnknownGroup
from metrics.scope import Scope, last_month_ends, months_before


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 6, 30), 3, date(2026, 3, 31)),
        (date(2026, 6, 30), 12, date(2025, 6, 30)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 30), 1, date(2024, 2, 29)),
        (date(2023, 2, 28), 12, date(2022, 2, 28)),
        (date(2025, 2, 28), 12, date(2024, 2, 29)),
        (date(2026, 6, 15), 12, date(2025, 6, 15)),
        (date(2026, 1, 10), 1, date(2025, 12, 10)),
        (date(2026, 12, 31), 24, date(2024, 12, 31)),
    ],
)
def test_a_window_opens_on_the_same_day_of_an_earlier_month_and_month_ends_stay_month_ends(day, months, expected):
    assert months_before(day, months) == expected
    assert Scope(day, months).opened == expected


def test_neighbouring_windows_of_month_ends_neither_overlap_nor_gap():
    quarters = [date(2026, 12, 31), date(2026, 9, 30), date(2026, 6, 30), date(2026, 3, 31), date(2025, 12, 31)]
    assert [Scope(day, 3).opened for day in quarters[:-1]] == quarters[1:]


def test_a_trend_counts_the_day_itself_when_it_is_a_month_end():
    assert last_month_ends(date(2026, 3, 31), 3) == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert last_month_ends(date(2026, 3, 30), 2) == [date(2026, 1, 31), date(2026, 2, 28)]


@pytest.mark.parametrize(
    ("by", "filled"),
    [
        ((), "select count(*) from spells s group by grouping sets (())"),
        (
            ("business_unit", "job_level"),
            "select coalesce(s.business_unit, 'unknown') as business_unit, s.job_level, count(*) from spells s "
            "group by grouping sets ((business_unit, job_level))",
        ),
    ],
)
def test_grouping_columns_are_filled_in(by, filled):
    text, values = Scope(date(2026, 6, 30), by=by).bind(
        "select {s.by,} count(*) from spells s group by grouping sets (({by}))".replace("{s.by,} ", "{s.by,}")
    )
    assert text.split() == filled.split()
    assert values == {}


def test_filter_values_are_bound_never_written():
    nasty = "'; drop table spells; --"
    text, values = Scope(date(2026, 6, 30), where=(("location", (nasty, "Ulm")),)).bind("where true{s.where}")
    assert text == "where true and (s.location in ($where_0_0, $where_0_1))"
    assert values == {"where_0_0": nasty, "where_0_1": "Ulm"}


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ((("location", ("Ulm",)),), [1]),
        ((("location", ("Ulm", "unknown")),), [1, 3]),
        ((("location", ("unknown",)),), [3]),
        ((("job_level", ("2", "unknown")),), [2, 3]),
        ((("location", ("Ulm", "Bern")), ("job_level", ("2",))), [2]),
        ((("location", ()),), []),
    ],
)
def test_filters_keep_the_values_named_and_unknown_keeps_the_empty(where, found):
    con = duckdb.connect()
    con.execute("create table people (id integer, location text, job_level integer)")
    con.execute("insert into people values (1, 'Ulm', 1), (2, 'Bern', 2), (3, null, null)")
    text, values = Scope(date(2026, 6, 30), where=where).bind("select id from people p where true{p.where} order by id")
    assert [row[0] for row in con.execute(text, values).fetchall()] == found


def test_a_level_that_is_no_number_is_refused():
    with pytest.raises(UnknownGroup, match="whole number"):
        Scope(date(2026, 6, 30), where=(("job_level", ("senior",)),)).bind("{s.where}")


def test_a_column_that_is_no_grouping_never_reaches_a_query():
    with pytest.raises(UnknownGroup):
        Scope(date(2026, 6, 30), by=("full_name",)).bind("{s.by}")
    with pytest.raises(UnknownGroup):
        Scope(date(2026, 6, 30), where=(("1=1 or full_name", ("x",)),)).bind("{s.where}")
