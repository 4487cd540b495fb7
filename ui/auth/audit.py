"""Notes for the audit trail: persons shown, files downloaded, changes made, each with its viewer."""

from __future__ import annotations

import getpass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from data_loaders.records import audit_log
from metrics.scope import Scope
from ui import company_folders
from ui.auth import access
from ui.permissions import person_visibility


def name(viewer: access.Viewer) -> str:
    """The viewer's name in the trail: the e-mail address they signed in with, else the user of this machine."""
    return getpass.getuser() if viewer.who == access.MACHINE else viewer.who


def folder() -> Path:
    """The folder that holds the trail of the company looked at."""
    return company_folders.folder() or company_folders.own()


def note(what: str, viewer: access.Viewer | None = None, company: Path | None = None, **details: Any) -> None:
    """Append one line to the trail of a company, by default the one looked at."""
    doer = viewer or access.viewer()
    audit_log.note(company or folder(), who=name(doer), what=what, at=datetime.now().astimezone(), **details)


def saw_persons(of: str, count: int, unit: str = "", key: str = "") -> None:
    """Note that persons were shown: in which list, how many, of which unit; once per session and list (`key`)."""
    shown: set[tuple[str, str]] = st.session_state.setdefault("persons shown", set())
    if count and (of, key) not in shown:
        shown.add((of, key))
        note("view_persons", None, metric=of, count=count, unit=unit)


def saw_in(frame: pd.DataFrame, of: str) -> None:
    """Note that a frame with persons was shown, with the number of its rows that name any."""
    person_columns = [
        column
        for column in (*person_visibility.OF_ONE, *person_visibility.OF_SEVERAL, *person_visibility.NAMES)
        if column in frame
    ]
    if person_columns:
        saw_persons(of, int((~frame[person_columns].fillna("").astype(str).isin(["", "[]"])).any(axis=1).sum()))


def filters(scope: Scope) -> dict[str, Any]:
    """The scope as the trail keeps it: day, window and filter values, none of which names a person."""
    return {"as_of": scope.as_of.isoformat(), "months": scope.months, **{column: list(v) for column, v in scope.where}}
