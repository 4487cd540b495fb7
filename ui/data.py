"""The cached door to the figures: every frame is kept by generation and scope, never by connection."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from datetime import date
from pathlib import Path
from secrets import token_hex
from typing import Any, NamedTuple, cast

import duckdb
import numpy as np
import pandas as pd
import streamlit as st

from data_loaders.records import ledger
from data_loaders.store.generations import Store
from metrics import catalogue, engine, filter_values, step_cache
from metrics.company import default_as_of, value
from metrics.disclosure_control import masked_metrics as protected
from metrics.disclosure_control.mask import Mask, NotMasked
from metrics.scope import Scope, months_before
from metrics.small_groups import HIDDEN
from ui import access, companies, masks, persons
from ui.moving import Moving


class Reading(NamedTuple):
    """What one run reads: a generation, and whose own nomination and willingness are left out of it."""

    folder: str
    name: str
    without: str = ""


def look() -> None:
    """Look up the generation to read, once per run, so that a page never mixes two.

    Whoever changed something sees it at once; others may go on with the one before until the next is worked out, and
    those who do not see every person until it is known which of its groups may be shown.
    """
    where = companies.folder()
    name = Store(where).current() if where else None
    st.session_state["newest_state"] = name
    if where and name and access.viewer().masked:
        name = masks.newest_ready(Store(where), name)
    found = (str(where), name) if where and name else None
    before, changes = st.session_state.get("reading"), st.session_state.pop("changes", False)
    if changes or before == found or not (before and found and _stays(before, found)):
        st.session_state["reading"] = found


_moving = Moving()
FAR_BACK = 36  # months before the newest day that pages look at beside it


def _stays(before: tuple[str, str], found: tuple[str, str]) -> bool:
    """Whether to go on with the state before; not in another company, nor where an erasure has taken it away."""
    if before[0] != found[0] or not Store(before[0]).path(before[1]).exists():
        return False
    newest = days(Reading(*before))[1]
    back = {months_before(newest, months): months for months in range(FAR_BACK, -1, -1)}

    def work_out(asked: Hashable) -> None:
        without, metric, scope, *more = cast("tuple[Any, ...]", asked)
        of = Reading(*found, without)
        months = back.get(scope.as_of)
        day = scope.as_of if months is None else months_before(days(of)[1], months)
        frame(of, metric, replace(scope, as_of=day), *more)

    return _moving.stay(" ".join(before), " ".join(found), work_out)


def generation() -> Reading | None:
    """The generation this run reads, as this viewer may; None where nothing has been loaded yet."""
    if "reading" not in st.session_state:
        look()
    found: tuple[str, str] | None = st.session_state["reading"]
    return Reading(*found, access.viewer().employee_id or "") if found else None


def is_newest() -> bool:
    """Whether this run reads the newest generation, and not the one before while that is being worked out."""
    of = generation()
    return of is None or of.name == st.session_state.get("newest_state", of.name)


def here() -> Reading:
    """The same, where a page cannot go on without; raises LookupError where nothing has been loaded yet."""
    found = generation()
    if found is None:
        raise LookupError("Nothing has been loaded yet.")
    return found


@st.cache_resource(max_entries=3, show_spinner=False, on_release=lambda con: con.close())
def _connection(where: str, name: str) -> duckdb.DuckDBPyConnection:
    return Store(where).open(name)


@st.cache_resource(max_entries=8, show_spinner=False)
def _memory(of: Reading) -> step_cache.StepCache:
    """What was worked out of a generation for those who read it alike: nobody shares it with whom it leaves out."""
    return step_cache.StepCache()


def cursor(of: Reading) -> duckdb.DuckDBPyConnection:
    """A cursor of its own on a generation, without what it says of the viewer."""
    cur = _connection(of.folder, of.name).cursor()
    step_cache.lend(cur, _memory(of))
    if of.without:
        names = {"me": _quoted(of.without, "'"), "here": _quoted(of.name, '"')}
        for statement in _WITHOUT_MYSELF:
            cur.execute(statement.format(**names))
    return cur


def _quoted(text: str, mark: str) -> str:
    return mark + text.replace(mark, mark + mark) + mark


_NOT_MINE = "case when employee_id <> {me} then"
_WITHOUT_MYSELF = (
    "create temp view successors as select * from {here}.main.successors where employee_id <> {me}",
    "create temp view watched_wishes as select * from {here}.main.watched_wishes where employee_id <> {me}",
    *(
        f"create temp view {table} as select * replace ({_NOT_MINE} flight_risk end as flight_risk, "
        f"{_NOT_MINE} career_preference end as career_preference) from {{here}}.main.{table}"
        for table in ("employees", "roster_rows")
    ),
)


def applicable(name: str, scope: Scope) -> Scope:
    """The scope without the filters this metric does not have: roles, for instance, have no generation."""
    groups = set(catalogue.entry(name).filters)
    return replace(scope, by=(), where=tuple(pair for pair in scope.where if pair[0] in groups))


def heeded(name: str, scope: Scope) -> Scope:
    """The scope as far as this metric heeds it: figures of a day have no window, and are the same for all of them."""
    return replace(scope, months=Scope.months) if catalogue.entry(name).needs == "day" else scope


def metric(name: str, scope: Scope, by: str | tuple[str, ...] = (), *, trend: int = 0, **options: Any) -> pd.DataFrame:
    """One metric's frame as this viewer may see it."""
    who = access.viewer()
    asked = heeded(name, applicable(name, within(scope, who.units)))
    wanted = replace(asked, by=(by,) if isinstance(by, str) else by)
    of, asked_for = here(), (name, wanted, tuple(sorted(options.items())), trend, who.masked)
    session = st.session_state.setdefault("session", token_hex(8))
    _moving.note(f"{of.folder} {of.name}", (of.without, *asked_for), session)
    return seen(of, frame(of, *asked_for), who)


def told(name: str, scope: Scope, by: str | tuple[str, ...] = ()) -> pd.DataFrame:
    """The same; of what this viewer may not be shown at all, one hidden row."""
    try:
        return metric(name, scope, by)
    except NotMasked:
        groups = (by,) if isinstance(by, str) else by
        row = dict.fromkeys((*groups, *(one.name for one in catalogue.entry(name).columns)), np.nan)
        return pd.DataFrame([{**row, "note": HIDDEN}])


def seen(of: Reading, found: pd.DataFrame, who: access.Viewer) -> pd.DataFrame:
    """A frame of this generation with persons as this viewer may see them."""
    return persons.shown(found, who, lambda: unit_of(of), key(of.folder) if who.role == "analyst" else b"")


@st.cache_data(max_entries=20, show_spinner=False)
def unit_of(of: Reading) -> dict[str, str | None]:
    """The newest unit of everybody, by employee id."""
    return persons.units(cursor(of))


@st.cache_data(max_entries=20, show_spinner=False)
def key(folder: str) -> bytes:
    """What makes the pseudonyms of one company."""
    return ledger.key(Path(folder))


def within(scope: Scope, units: tuple[str, ...] | None) -> Scope:
    """The scope cut down to the units in view, whatever it asks for; None is the whole company."""
    if units is None:
        return scope
    asked = dict(scope.where)
    kept = tuple(sorted(set(asked.get("business_unit", units)) & set(units))) or tuple(sorted(units))
    return replace(scope, where=tuple({**asked, "business_unit": kept}.items()))


@st.cache_data(max_entries=4000, show_spinner=False, hash_funcs={Scope: repr})
def frame(
    of: Reading, name: str, scope: Scope, options: tuple[tuple[str, Any], ...], trend: int, masked: bool
) -> pd.DataFrame:
    """One metric of one generation, kept."""
    if masked:
        return protected.masked(cursor(of), mask(of), name, scope, dict(options), trend=trend)
    return engine.compute(cursor(of), name, scope, dict(options), trend=trend)


def mask(of: Reading) -> Mask:
    """Which groups may be shown to viewers who do not see every person. Raises NotInCube until that is worked out."""
    return masks.of(of.folder, of.name, cursor(Reading(of.folder, of.name)))


@st.cache_data(max_entries=200, show_spinner=False)
def values(of: Reading, column: str, units: tuple[str, ...] | None) -> list[str]:
    """What a column of people and roles holds in these units (None: in all), sorted, without empties: one to group by.

    Nothing else is offered or suggested to a viewer of these units, so that no name beyond them is learned.
    """
    if column not in GROUPS:
        raise LookupError(f"No grouping is called {column}.")
    return filter_values.values(cursor(of), column, units)


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows, one mapping each."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


GROUPS = ("business_unit", "department", "location", "country", "job_family", "job_level", "gender", "generation")


@st.cache_data(max_entries=50, show_spinner=False)
def days(of: Reading) -> tuple[date, date]:
    """The first day somebody was employed, and the day the data reaches to, as the command line takes it."""
    cur = cursor(of)
    newest = default_as_of(cur, date.today())  # noqa: DTZ011 - the day it is where HR sits
    return value(cur, "select min(spell_start) from employment_spells") or newest, newest


@st.cache_data(max_entries=50, show_spinner=False)
def newest_load(of: Reading) -> dict[str, Any]:
    """The newest load that stands: its number, its moment, and per table what it did."""
    cur = cursor(of)
    query = "select load_id, loaded_at from loads where undone_at is null order by load_id desc limit 1"
    found = cur.execute(query).fetchall()
    if not found:
        return {}
    [row] = found
    tables = cur.execute(
        "select table_name, added, changed, left_out from load_tables where load_id = ? order by 1", [row[0]]
    ).df()
    return {"load_id": row[0], "loaded_at": row[1], "tables": tables}


@st.cache_data(max_entries=50, show_spinner=False)
def earlier(of: Reading) -> Reading | None:
    """The generation before this one, where it is still kept."""
    found = Store(of.folder).ancestors(of.name)
    return Reading(of.folder, found[0], of.without) if found else None


def people_of(role_id: str, as_of: date) -> pd.DataFrame:
    """The people behind a role as this viewer may see them: those of units out of their sight are left out."""
    of, who = here(), access.viewer()
    found = seen(of, bench_of(of, role_id, as_of), who)
    return found[found["employee_id"].fillna("") != ""].reset_index(drop=True)


@st.cache_data(max_entries=500, show_spinner=False)
def bench_of(of: Reading, role_id: str, as_of: date) -> pd.DataFrame:
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
