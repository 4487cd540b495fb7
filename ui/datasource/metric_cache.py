"""The cached door to the figures: every frame is kept by generation and scope, never by connection."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from data_loaders.records import ledger
from metrics import catalogue, filter_values, people_and_roles
from metrics.disclosure_control.mask import Mask, NotMasked
from metrics.scope import Scope
from metrics.small_groups import HIDDEN
from ui.auth import access
from ui.datasource import generation, mask_worker
from ui.datasource.generation import GenerationRef, cursor, here
from ui.permissions import permitted_figures, person_visibility, viewer_scope


def metric(name: str, scope: Scope, by: str | tuple[str, ...] = (), *, trend: int = 0, **options: Any) -> pd.DataFrame:
    """One metric's frame as this viewer may see it."""
    who = access.viewer()
    wanted = viewer_scope.asked(name, scope, by, who)
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


@st.cache_data(max_entries=4000, show_spinner=False, hash_funcs={Scope: repr})
def frame(
    of: GenerationRef, name: str, scope: Scope, options: tuple[tuple[str, Any], ...], trend: int, masked: bool
) -> pd.DataFrame:
    """One metric of one generation, kept."""
    permitted = mask(of) if masked else None
    return permitted_figures.compute(cursor(of), permitted, name, scope, dict(options), trend=trend)


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
