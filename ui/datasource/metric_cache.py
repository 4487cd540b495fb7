"""The cached metric frames of the pages, keyed by generation and scope, never by connection."""

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
    """One metric's frame as this viewer may see it. Raises NotMasked for what a masked viewer is never shown."""
    viewer = access.viewer()
    viewed_scope = viewer_scope.asked(name, scope, by, viewer)
    of, request = here(), (name, viewed_scope, tuple(sorted(options.items())), trend, viewer.masked)
    session = st.session_state.setdefault("session", token_hex(8))
    generation.prefetcher.note(f"{of.folder} {of.name}", (of.without, *request), session)
    return seen(of, frame(of, *request), viewer)


def told(name: str, scope: Scope, by: str | tuple[str, ...] = ()) -> pd.DataFrame:
    """The metric's frame, or one hidden row where this viewer may not be shown the metric at all."""
    try:
        return metric(name, scope, by)
    except NotMasked:
        groups = (by,) if isinstance(by, str) else by
        row = dict.fromkeys((*groups, *(column.name for column in catalogue.entry(name).columns)), np.nan)
        return pd.DataFrame([{**row, "note": HIDDEN}])


def seen(of: GenerationRef, frame_of_all: pd.DataFrame, viewer: access.Viewer) -> pd.DataFrame:
    """The frame with its persons by id, by pseudonym or emptied, as this viewer may see them."""
    return person_visibility.shown(
        frame_of_all, viewer, lambda: unit_of(of), key(of.folder) if viewer.role == "analyst" else b""
    )


@st.cache_data(max_entries=20, show_spinner=False)
def unit_of(of: GenerationRef) -> dict[str, str | None]:
    """The newest unit of everybody, by employee id."""
    newest = people_and_roles.newest_units(cursor(of))
    units = newest["unit"].astype(object).where(newest["unit"].notna(), None)
    return dict(zip(newest["employee_id"], units, strict=True))


@st.cache_data(max_entries=20, show_spinner=False)
def key(folder: str) -> bytes:
    """The secret key of one company's pseudonyms."""
    return ledger.key(Path(folder))


@st.cache_data(max_entries=4000, show_spinner=False, hash_funcs={Scope: repr})
def frame(
    of: GenerationRef, name: str, scope: Scope, options: tuple[tuple[str, Any], ...], trend: int, masked: bool
) -> pd.DataFrame:
    """One metric's frame of one generation, cached for all viewers with the same scope and mask."""
    permitted = mask(of) if masked else None
    return permitted_figures.compute(cursor(of), permitted, name, scope, dict(options), trend=trend)


def mask(of: GenerationRef) -> Mask:
    """The mask of the generation: the groups masked viewers may see. Raises NotMasked until it is built."""
    return mask_worker.of(of.folder, of.name, cursor(GenerationRef(of.folder, of.name)))


@st.cache_data(max_entries=200, show_spinner=False)
def values(of: GenerationRef, column: str, units: tuple[str, ...] | None) -> list[str]:
    """The values of a grouping column in these units (None: in all), sorted, without empty ones.

    Nothing else is offered or suggested to a viewer of these units, so that no name beyond them is learned. Raises
    LookupError for a column that is not in `GROUPS`.
    """
    if column not in GROUPS:
        raise LookupError(f"No grouping is called {column}.")
    return filter_values.values(cursor(of), column, units)


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows, one mapping each."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


GROUPS = ("business_unit", "department", "location", "country", "job_family", "job_level", "gender", "generation")


def people_of(role_id: str, as_of: date) -> pd.DataFrame:
    """The people behind a role as this viewer may see them; people of units they may not see are left out."""
    of, viewer = here(), access.viewer()
    people = seen(of, bench_of(of, role_id, as_of), viewer)
    return people[people["employee_id"].fillna("") != ""].reset_index(drop=True)


@st.cache_data(max_entries=500, show_spinner=False)
def bench_of(of: GenerationRef, role_id: str, as_of: date) -> pd.DataFrame:
    """The people nominated for a role: one row per live nomination as the bench metrics count it, the readiest first.

    `own_word` is what the nomination says, `willing` what the metrics take it for; `also_ready_for` counts the other
    roles this person is ready for now.
    """
    return people_and_roles.people_behind_role(cursor(of), role_id, as_of)
