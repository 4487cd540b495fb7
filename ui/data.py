"""The cached door to the figures: every frame is kept by generation and scope, never by connection."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import streamlit as st

from data_loaders import sampling
from data_loaders.store import Store
from metrics import catalogue, engine
from metrics.company import default_as_of
from metrics.scope import Scope
from ui import access

ROOT = Path(__file__).resolve().parents[1] / "data"
COMPANIES = {"company": "Your company", "sample": "Sample company"}


def companies() -> dict[str, Path]:
    """The companies that hold data, by name: the own one first. The setting BENCH_DATA replaces both."""
    named = os.environ.get("BENCH_DATA")
    folders = {"company": Path(named)} if named else {name: ROOT / name for name in COMPANIES}
    return {name: folder for name, folder in folders.items() if Store(folder).current()}


def folder() -> Path | None:
    """The data folder this viewer looks at; None where nothing has been loaded yet."""
    there = companies()
    return there.get(str(st.session_state.get("company"))) or next(iter(there.values()), None)


def is_sample() -> bool:
    """Is it the made-up company?"""
    where = folder()
    return where is not None and (where / sampling.MARK).exists()


def may_make_sample() -> bool:
    """Is there room for the made-up company? The setting BENCH_DATA names a folder for real data alone."""
    return not os.environ.get("BENCH_DATA")


def make_sample() -> None:
    """Make the sample company, where nobody has brought data yet."""
    sampling.make(ROOT / "sample", people=4000, seed=7, loaded_at=datetime.now().astimezone())


def look() -> None:
    """Look up the generation to read, once per run, so that a page never mixes two."""
    where = folder()
    name = Store(where).current() if where else None
    st.session_state["reading"] = (str(where), name) if where and name else None


def generation() -> tuple[str, str] | None:
    """Folder and name of the generation this run reads; None where nothing has been loaded yet."""
    if "reading" not in st.session_state:
        look()
    found: tuple[str, str] | None = st.session_state["reading"]
    return found


def here() -> tuple[str, str]:
    """The same, where a page cannot go on without; raises LookupError where nothing has been loaded yet."""
    found = generation()
    if found is None:
        raise LookupError("Nothing has been loaded yet.")
    return found


@st.cache_resource(max_entries=3, show_spinner=False, on_release=lambda con: con.close())
def _connection(where: str, name: str) -> duckdb.DuckDBPyConnection:
    return Store(where).open(name)


def cursor(of: tuple[str, str]) -> duckdb.DuckDBPyConnection:
    """A cursor of its own on a generation."""
    return _connection(*of).cursor()


def applicable(name: str, scope: Scope) -> Scope:
    """The scope without the filters this metric does not have: roles, for instance, have no generation."""
    groups = set(catalogue.entry(name).groups)
    return replace(scope, by=(), where=tuple(pair for pair in scope.where if pair[0] in groups))


def metric(name: str, scope: Scope, by: str | tuple[str, ...] = (), *, trend: int = 0, **options: Any) -> pd.DataFrame:
    """One metric's frame as this viewer may see it."""
    wanted = replace(applicable(name, scope), by=(by,) if isinstance(by, str) else by)
    who = access.viewer()
    return access.seen(frame(here(), name, wanted, tuple(sorted(options.items())), trend, who.min_group), who)


@st.cache_data(max_entries=4000, show_spinner=False)
def frame(
    of: tuple[str, str], name: str, scope: Scope, options: tuple[tuple[str, Any], ...], trend: int, min_group: int
) -> pd.DataFrame:
    """One metric of one generation, kept."""
    return engine.compute(cursor(of), name, scope, dict(options), min_group=min_group, trend=trend)


@st.cache_data(max_entries=200, show_spinner=False)
def values(of: tuple[str, str], column: str) -> list[Any]:
    """What a column of the people holds, sorted, without empties. The column is one of the groupings."""
    if column not in GROUPS:
        raise LookupError(f"No grouping is called {column}.")
    rows = cursor(of).execute(f"select distinct {column} from employment_spells where {column} is not null order by 1")
    return [value for (value,) in rows.fetchall()]


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows, one mapping each."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


GROUPS = ("business_unit", "department", "location", "country", "job_family", "job_level", "gender", "generation")


@st.cache_data(max_entries=50, show_spinner=False)
def days(of: tuple[str, str]) -> tuple[date, date]:
    """The first day somebody was employed, and the day the data reaches to, as the command line takes it."""
    cur = cursor(of)
    newest = default_as_of(cur, date.today())  # noqa: DTZ011 - the day it is where HR sits
    row = cur.execute("select min(spell_start) from employment_spells").fetchone()
    return (row[0] if row and row[0] else newest), newest


@st.cache_data(max_entries=50, show_spinner=False)
def newest_load(of: tuple[str, str]) -> dict[str, Any]:
    """The newest load that stands: its number, its moment, and per table what it did."""
    cur = cursor(of)
    query = "select load_id, loaded_at from loads where undone_at is null order by load_id desc limit 1"
    row = cur.execute(query).fetchone()
    if row is None:
        return {}
    tables = cur.execute(
        "select table_name, added, changed, left_out from load_tables where load_id = ? order by 1", [row[0]]
    ).df()
    return {"load_id": row[0], "loaded_at": row[1], "tables": tables}


@st.cache_data(max_entries=50, show_spinner=False)
def earlier(of: tuple[str, str]) -> tuple[str, str] | None:
    """The generation before this one, where it is still kept."""
    found = Store(of[0]).ancestors(of[1])
    return (of[0], found[0]) if found else None


@st.cache_data(max_entries=500, show_spinner=False)
def bench_of(of: tuple[str, str], role_id: str, as_of: date) -> pd.DataFrame:
    """The people behind a role: one row per live nomination as the bench metrics count it, the readiest first.

    `own_word` is what the nomination says, `willing` what the metrics take it for; `also_ready_for` counts the other
    roles this person is ready for now.
    """
    query = f"with {catalogue.query('steps/bench')} {_PEOPLE}"
    return cursor(of).execute(query, {"role_id": role_id, "as_of": as_of}).df()


_PEOPLE = """
select b.employee_id, e.full_name, e.job_title, e.business_unit,
       case b.readiness when 1 then 'ready_now' when 2 then 'ready_1_2_years' else 'ready_3_5_years' end as readiness,
       n.own_word, b.willing, case when b.readiness = 1 then b.ready_for - 1 else 0 end as also_ready_for
from bench as b
join nominations as n on n.role_id = b.role_id and n.employee_id = b.employee_id
join in_service as s on s.employee_id = b.employee_id
left join employees as e on e.employee_id = s.employee_id and e.hire_date = s.hire_date
where b.role_id = $role_id
order by b.readiness, b.willing = 'yes' desc, b.willing = 'unknown' desc, b.employee_id
"""
