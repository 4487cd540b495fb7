"""What the audit trail is told of: who looked at whom, who took what away, who changed what."""

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


def name(who: access.Viewer) -> str:
    """How a viewer is called in the history: as they signed in, else as this machine knows them."""
    return getpass.getuser() if who.who == access.MACHINE else who.who


def folder() -> Path:
    """Where the company looked at keeps its trail."""
    return company_folders.folder() or company_folders.own()


def note(what: str, who: access.Viewer | None = None, company: Path | None = None, **details: Any) -> None:
    """Put one line into the trail of a company, by default the one looked at."""
    doer = who or access.viewer()
    audit_log.note(company or folder(), who=name(doer), what=what, at=datetime.now().astimezone(), **details)


def saw_persons(of: str, count: int, unit: str = "", key: str = "") -> None:
    """Note that persons were shown: in which list, how many, of which unit; once per session and list (`key`)."""
    shown: set[tuple[str, str]] = st.session_state.setdefault("persons shown", set())
    if count and (of, key) not in shown:
        shown.add((of, key))
        note("view_persons", None, metric=of, count=count, unit=unit)


def saw_in(frame: pd.DataFrame, of: str) -> None:
    """Note the persons named in a frame that is shown: how many of its rows name any."""
    naming = [
        column
        for column in (*person_visibility.OF_ONE, *person_visibility.OF_SEVERAL, *person_visibility.NAMES)
        if column in frame
    ]
    if naming:
        saw_persons(of, int((~frame[naming].fillna("").astype(str).isin(["", "[]"])).any(axis=1).sum()))


def filters(scope: Scope) -> dict[str, Any]:
    """The scope as the trail keeps it: the day, the window and the values asked for, none of which names a person."""
    return {"as_of": scope.as_of.isoformat(), "months": scope.months, **{column: list(v) for column, v in scope.where}}
