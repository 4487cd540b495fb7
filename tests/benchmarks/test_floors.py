from __future__ import annotations

import duckdb
import pytest

from benchmarks.floors import Recorder, floor


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


def test_the_floor_reads_the_columns_a_query_shows_and_filters_by_and_no_others(cur):
    query = "select track, count(*) from people where hired <= $day group by track"
    assert floor(cur, [(query, {"day": "2026-01-01"})]) == "select * from (select max(hired), max(track) from people)"


def test_a_table_read_twice_is_read_once_in_the_floor(cur):
    query = "select max(pay) from people union all select count(gone) from people where track = 'ic'"
    assert floor(cur, [(query, None), ("select pay from people", None)]) == (
        "select * from (select max(gone), max(pay), max(track) from people)"
    )


def test_every_table_of_a_join_is_in_the_floor(cur):
    query = "select outcome, count(*) from people join offers using (id) group by outcome"
    assert floor(cur, [(query, None)]) == (
        "select * from (select max(id), max(outcome) from offers), (select max(id) from people)"
    )


def test_a_recorder_hands_on_the_answer_and_keeps_the_question(cur):
    recorder = Recorder(cur)
    assert recorder.as_cursor().execute("select pay from people where id = ?", ["E7"]).fetchall() == [(7,)]
    assert recorder.queries == [("select pay from people where id = ?", ["E7"])]
