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
    """What one run reads: a generation, and the employee (`without`) whose nomination and willingness it leaves out."""

    folder: str
    name: str
    without: str = ""


WorkOut = Callable[..., object]  # a generation and what was asked of it, as `metric_cache.frame` takes them


def look(work_out: WorkOut | None = None) -> None:
    """Look up the generation to read, once per run, so that a page never mixes two.

    A viewer who changed something moves to the newest at once. Others may stay on the one before until `work_out` has
    been called for the frames requested of it lately; masked viewers stay until the mask of the newest is built.
    """
    folder = company_folders.folder()
    name = Store(folder).current() if folder else None
    st.session_state["newest_state"] = name
    if folder and name and access.viewer().masked:
        name = mask_worker.newest_ready(Store(folder), name)
    newest = (str(folder), name) if folder and name else None
    before, changes = st.session_state.get("reading"), st.session_state.pop("changes", False)
    if changes or before == newest or not (before and newest and work_out and _stays(before, newest, work_out)):
        st.session_state["reading"] = newest


prefetcher = Moving()
FAR_BACK = 36  # months before the newest day that pages look at beside it


def _stays(before: tuple[str, str], newest: tuple[str, str], work_out: WorkOut) -> bool:
    """Whether to stay on the state before; never in another company, nor after an erasure has removed that state."""
    if before[0] != newest[0] or not Store(before[0]).path(before[1]).exists():
        return False
    newest_day = days(GenerationRef(*before))[1]
    back = {months_before(newest_day, months): months for months in range(FAR_BACK, -1, -1)}

    def work_out_again(request: Hashable) -> None:
        without, metric, scope, *more = cast("tuple[Any, ...]", request)
        of = GenerationRef(*newest, without)
        # a request for the newest day, or for months before it, moves along to the new newest day
        months = back.get(scope.as_of)
        day = scope.as_of if months is None else months_before(days(of)[1], months)
        work_out(of, metric, replace(scope, as_of=day), *more)

    return prefetcher.stay(" ".join(before), " ".join(newest), work_out_again)


def current() -> GenerationRef | None:
    """The generation this run reads, without the viewer's own nomination; None where nothing has been loaded yet."""
    if "reading" not in st.session_state:
        look()
    reading: tuple[str, str] | None = st.session_state["reading"]
    return GenerationRef(*reading, access.viewer().employee_id or "") if reading else None


def is_newest() -> bool:
    """Whether this run reads the newest generation, rather than the one before while the newest is worked out."""
    of = current()
    return of is None or of.name == st.session_state.get("newest_state", of.name)


def here() -> GenerationRef:
    """The generation this run reads. Raises LookupError where nothing has been loaded yet."""
    reading = current()
    if reading is None:
        raise LookupError("Nothing has been loaded yet.")
    return reading


@st.cache_resource(max_entries=3, show_spinner=False, on_release=lambda con: con.close())
def _connection(folder: str, name: str) -> Cursor:
    return Store(folder).open(name)


@st.cache_resource(max_entries=8, show_spinner=False)
def _memory(of: GenerationRef) -> step_cache.StepCache:
    """The steps worked out from a generation, shared by the viewers for whom the same employee is left out."""
    return step_cache.StepCache()


def cursor(of: GenerationRef) -> Cursor:
    """A new cursor on a generation, with the viewer's own nomination and willingness left out."""
    cur = _connection(of.folder, of.name).cursor()
    step_cache.lend(cur, _memory(of))
    if of.without:
        viewer_exclusion.leave_out(cur, of.without)
    return cur


@st.cache_data(max_entries=50, show_spinner=False)
def days(of: GenerationRef) -> tuple[date, date]:
    """The first day anybody was employed, and the newest day of the data, the default `as_of` of the command line."""
    cur = cursor(of)
    newest = default_as_of(cur, date.today())  # noqa: DTZ011 - the day it is where HR sits
    return loaded_state.data_span(cur).first_employed_on or newest, newest


@st.cache_data(max_entries=50, show_spinner=False)
def newest_load(of: GenerationRef) -> dict[str, Any]:
    """The newest load not undone: `load_id`, `loaded_at`, and `tables`, a frame with one row per table it wrote."""
    rows = loaded_state.newest_load(cursor(of))
    if rows.empty:
        return {}
    load_id, loaded_at = int(rows["load_id"].iloc[0]), rows["loaded_at"].iloc[0].to_pydatetime()
    written = rows[rows["table_name"].notna()]  # a load of settings alone writes no table
    tables = written[["table_name", "added", "changed", "left_out"]].reset_index(drop=True)
    return {"load_id": load_id, "loaded_at": loaded_at, "tables": tables}


@st.cache_data(max_entries=50, show_spinner=False)
def earlier(of: GenerationRef) -> GenerationRef | None:
    """The newest earlier generation still kept whose tables this version can read; None where there is none."""
    ancestors = Store(of.folder).measurable_ancestors(of.name)
    return GenerationRef(of.folder, ancestors[0], of.without) if ancestors else None
