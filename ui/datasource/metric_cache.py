"""The cached door to the figures: every frame is kept by generation and scope, never by connection."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from data_loaders.records import ledger
from metrics import catalogue, engine, filter_values, people_and_roles
from metrics.disclosure_control import masked_metrics as protected
from metrics.disclosure_control.mask import Mask, NotMasked
from metrics.scope import Scope
from metrics.small_groups import HIDDEN
from ui.auth import access, person_visibility
from ui.datasource import generation, mask_worker
from ui.datasource.generation import GenerationRef, cursor, here


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
    generation.prefetcher.note(f"{of.folder} {of.name}", (of.without, *asked_for), session)
    return seen(of, frame(of, *asked_for), who)


def told(name: str, scope: Scope, by: str | tuple[str, ...] = ()) -> pd.DataFrame:
    """The same; of what this viewer may not be shown at all, one hidden row."""
    try:
        return metric(name, scope, by)
    except NotMasked:
        groups = (by,) if isinstance(by, str) else by
        row = dict.fromkeys((*groups, *(one.name for one in catalogue.entry(name).columns)), np.nan)
        return pd.DataFrame([{**row, "note": HIDDEN}])


def seen(of: GenerationRef, found: pd.DataFrame, who: access.Viewer) -> pd.DataFrame:
    """A frame of this generation with persons as this viewer may see them."""
    return person_visibility.shown(found, who, lambda: unit_of(of), key(of.folder) if who.role == "analyst" else b"")


@st.cache_data(max_entries=20, show_spinner=False)
def unit_of(of: GenerationRef) -> dict[str, str | None]:
    """The newest unit of everybody, by employee id."""
    newest = people_and_roles.newest_units(cursor(of))
    units = newest["unit"].astype(object).where(newest["unit"].notna(), None)
    return dict(zip(newest["employee_id"], units, strict=True))


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
    of: GenerationRef, name: str, scope: Scope, options: tuple[tuple[str, Any], ...], trend: int, masked: bool
) -> pd.DataFrame:
    """One metric of one generation, kept."""
    if masked:
        return protected.masked(cursor(of), mask(of), name, scope, dict(options), trend=trend)
    return engine.measure(cursor(of), name, scope, dict(options), trend=trend)


def mask(of: GenerationRef) -> Mask:
    """Which groups may be shown to viewers who do not see every person. Raises NotInCube until that is worked out."""
    return mask_worker.of(of.folder, of.name, cursor(GenerationRef(of.folder, of.name)))


@st.cache_data(max_entries=200, show_spinner=False)
def values(of: GenerationRef, column: str, units: tuple[str, ...] | None) -> list[str]:
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


def people_of(role_id: str, as_of: date) -> pd.DataFrame:
    """The people behind a role as this viewer may see them: those of units out of their sight are left out."""
    of, who = here(), access.viewer()
    found = seen(of, bench_of(of, role_id, as_of), who)
    return found[found["employee_id"].fillna("") != ""].reset_index(drop=True)


@st.cache_data(max_entries=500, show_spinner=False)
def bench_of(of: GenerationRef, role_id: str, as_of: date) -> pd.DataFrame:
    """The people behind a role: one row per live nomination as the bench metrics count it, the readiest first.

    `own_word` is what the nomination says, `willing` what the metrics take it for; `also_ready_for` counts the other
    roles this person is ready for now.
    """
    return people_and_roles.people_behind_role(cursor(of), role_id, as_of)
