from __future__ import annotations

import re

import duckdb
import pytest
from sixty_people import DAY, sixty_people

from benchmarks import figures
from benchmarks.floors import Recorder
from metrics import catalogue, engine
from metrics.scope import Scope


@pytest.fixture
def cur() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("create table people (id text, hired date, gone date, track text, pay integer)")
    con.execute("create table offers (id text, outcome text)")
    con.execute(
        "insert into people "
        "select 'E' || i, date '2020-01-01' + 400 * i::integer, null, if(i < 5, 'ic', 'manager'), i from range(10) t(i)"
    )
    con.execute("insert into offers values ('E1', 'accepted')")
    return con


def floor(cur, *queries: tuple[str, object]) -> str:
    recorder = Recorder(cur)
    for query, parameters in queries:
        recorder.as_cursor().execute(query, parameters)
    return recorder.floor()


def test_the_floor_reads_the_columns_a_query_shows_and_filters_by_and_no_others(cur):
    query = "select track, count(*) from people where hired <= $day group by track"
    assert floor(cur, (query, {"day": "2022-01-01"})) == "select * from (select max(hash(hired, track)) from people)"


def test_a_table_read_twice_is_read_once_in_the_floor(cur):
    query = "select max(pay) from people union all select count(gone) from people where track = 'ic'"
    assert floor(cur, (query, None), ("select pay from people", None)) == (
        "select * from (select max(hash(gone, pay, track)) from people)"
    )


def test_every_table_of_a_join_is_in_the_floor(cur):
    query = "select outcome, count(*) from people join offers using (id) group by outcome"
    assert (
        floor(cur, (query, None))
        == "select * from (select max(hash(id, outcome)) from offers), (select max(hash(id)) from people)"
    )


def test_a_table_made_on_the_way_is_no_input(cur):
    assert (
        floor(
            cur,
            ("create temp table seen as select id, pay from people", None),
            ("select max(id) from seen", None),
            ("drop table seen", None),
        )
        == "select * from (select max(hash(id, pay)) from people)"
    )


def test_the_floor_reads_every_row_and_no_statistics_instead(cur, tmp_path):
    cur.execute(f"attach '{tmp_path}/kept.duckdb' as kept")
    cur.execute("create table kept.many as select i::integer as pay from range(500_000) t(i)")
    cur.execute("use kept")
    lowest = floor(cur, ("select sum(pay) from many", None))
    plan = cur.execute(f"explain (analyze, format json) {lowest}").fetchone()[1]
    assert re.findall(r'"rows_scanned": (\d+)', plan) == ["500000"]


def test_a_recorder_hands_on_the_answer(cur):
    answer = Recorder(cur).as_cursor().execute("select pay from people where id = ?", ["E7"])
    assert answer.fetchall() == [(7,)]


@pytest.mark.parametrize("ask", ["execute", "sql", "query"])
def test_however_a_cursor_is_asked_the_recorder_sees_what_is_read(cur, ask):
    recorder = Recorder(cur)
    named = "parameters" if ask == "execute" else "params"
    answer = getattr(recorder, ask)("select max(pay) from people where id = $who", **{named: {"who": "E7"}})
    assert answer.fetchall() == [(7,)]
    assert recorder.read == {"people": {"id", "pay"}}


@pytest.mark.parametrize("unseen", ["cursor", "executemany", "from_query", "table", "view"])
def test_a_way_of_reading_that_the_recorder_does_not_see_is_refused_and_not_passed_over(cur, unseen):
    with pytest.raises(NotImplementedError, match=unseen):
        getattr(Recorder(cur), unseen)


@pytest.mark.parametrize("metric", catalogue.names())
def test_every_metric_has_a_floor_that_reads_what_the_metric_reads(metric):
    cur = sixty_people()
    recorder = Recorder(cur)
    scope = Scope(DAY, by=figures.grouping(metric))
    engine.compute(recorder.as_cursor(), metric, scope)
    assert recorder.read
    assert cur.execute(recorder.floor()).fetchall()


def test_what_reads_nothing_has_no_floor_and_says_so(cur):
    with pytest.raises(ValueError, match="no floor"):
        Recorder(cur).floor()
