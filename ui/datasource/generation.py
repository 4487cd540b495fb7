"""Which generation of the data a run reads, and the cursor it reads it with."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple, cast

import streamlit as st

from data_loaders.store.generations import Store
from metrics import loaded_state, step_cache, viewer_exclusion
from metrics.company import Cursor, default_as_of
from metrics.scope import months_before
from ui import company_folders
from ui.auth import access
from ui.datasource import mask_worker
from ui.datasource.prefetch import Moving


class GenerationRef(NamedTuple):
    """What one run reads: a generation, and whose own nomination and willingness are left out of it."""

    folder: str
    name: str
    without: str = ""


WorkOut = Callable[..., object]  # a generation and what was asked of it, as `metric_cache.frame` takes them


def look(work_out: WorkOut | None = None) -> None:
    """Look up the generation to read, once per run, so that a page never mixes two.

    Whoever changed something sees it at once. Others may go on with the one before until `work_out` has been called for
    all that was asked of it lately, and those who do not see every person until it is known which groups may be shown.
    """
    where = company_folders.folder()
    name = Store(where).current() if where else None
    st.session_state["newest_state"] = name
    if where and name and access.viewer().masked:
        name = mask_worker.newest_ready(Store(where), name)
    found = (str(where), name) if where and name else None
    before, changes = st.session_state.get("reading"), st.session_state.pop("changes", False)
    if changes or before == found or not (before and found and work_out and _stays(before, found, work_out)):
        st.session_state["reading"] = found


prefetcher = Moving()
FAR_BACK = 36  # months before the newest day that pages look at beside it


def _stays(before: tuple[str, str], found: tuple[str, str], work_out: WorkOut) -> bool:
    """Whether to go on with the state before; not in another company, nor where an erasure has taken it away."""
    if before[0] != found[0] or not Store(before[0]).path(before[1]).exists():
        return False
    newest = days(GenerationRef(*before))[1]
    back = {months_before(newest, months): months for months in range(FAR_BACK, -1, -1)}

    def again(asked: Hashable) -> None:
        without, metric, scope, *more = cast("tuple[Any, ...]", asked)
        of = GenerationRef(*found, without)
        months = back.get(scope.as_of)
        day = scope.as_of if months is None else months_before(days(of)[1], months)
        work_out(of, metric, replace(scope, as_of=day), *more)

    return prefetcher.stay(" ".join(before), " ".join(found), again)


def current() -> GenerationRef | None:
    """The generation this run reads, as this viewer may; None where nothing has been loaded yet."""
    if "reading" not in st.session_state:
        look()
    found: tuple[str, str] | None = st.session_state["reading"]
    return GenerationRef(*found, access.viewer().employee_id or "") if found else None


def is_newest() -> bool:
    """Whether this run reads the newest generation, and not the one before while that is being worked out."""
    of = current()
    return of is None or of.name == st.session_state.get("newest_state", of.name)


def here() -> GenerationRef:
    """The same, where a page cannot go on without; raises LookupError where nothing has been loaded yet."""
    found = current()
    if found is None:
        raise LookupError("Nothing has been loaded yet.")
    return found


@st.cache_resource(max_entries=3, show_spinner=False, on_release=lambda con: con.close())
def _connection(where: str, name: str) -> Cursor:
    return Store(where).open(name)


@st.cache_resource(max_entries=8, show_spinner=False)
def _memory(of: GenerationRef) -> step_cache.StepCache:
    """What was worked out of a generation for those who read it alike: nobody shares it with whom it leaves out."""
    return step_cache.StepCache()


def cursor(of: GenerationRef) -> Cursor:
    """A cursor of its own on a generation, without what it says of the viewer."""
    cur = _connection(of.folder, of.name).cursor()
    step_cache.lend(cur, _memory(of))
    if of.without:
        viewer_exclusion.leave_out(cur, of.without)
    return cur


@st.cache_data(max_entries=50, show_spinner=False)
def days(of: GenerationRef) -> tuple[date, date]:
    """The first day somebody was employed, and the day the data reaches to, as the command line takes it."""
    cur = cursor(of)
    newest = default_as_of(cur, date.today())  # noqa: DTZ011 - the day it is where HR sits
    return loaded_state.data_span(cur).first_employed_on or newest, newest


@st.cache_data(max_entries=50, show_spinner=False)
def newest_load(of: GenerationRef) -> dict[str, Any]:
    """The newest load that stands: its number, its moment, and per table what it did."""
    rows = loaded_state.newest_load(cursor(of))
    if rows.empty:
        return {}
    load_id, loaded_at = int(rows["load_id"].iloc[0]), rows["loaded_at"].iloc[0].to_pydatetime()
    written = rows[rows["table_name"].notna()]  # a load of settings alone writes no table
    tables = written[["table_name", "added", "changed", "left_out"]].reset_index(drop=True)
    return {"load_id": load_id, "loaded_at": loaded_at, "tables": tables}


@st.cache_data(max_entries=50, show_spinner=False)
def earlier(of: GenerationRef) -> GenerationRef | None:
    """The generation before this one, where it is still kept and this version of the program made its tables."""
    found = Store(of.folder).measurable_ancestors(of.name)
    return GenerationRef(of.folder, found[0], of.without) if found else None
