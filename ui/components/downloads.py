"""What is shown, as a file: each is made when it is asked for, for whoever may have it, and put on the audit trail."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from metrics.scope import Scope
from ui.auth import access, audit, identity
from ui.components import export
from ui.permissions import viewer_scope
from ui.text import markdown
from ui.web import private_files

SHEET_ROWS = 100_000
CSV = "text/csv"
FORMS = (
    ("Download CSV", "csv", CSV),
    ("Excel", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("Parquet", "parquet", "application/vnd.apache.parquet"),
)


def offer(
    title: str,
    make: Callable[[], bytes],
    *,
    file_name: str,
    key: str,
    mime: str | None = None,
    about: str | None = None,
    right: str = "download",
    **taken: Any,
) -> None:
    """A button that hands over what `make` gives; nothing for whoever lacks the right. `taken` goes onto the trail."""
    who = access.viewer()
    if who.may(right):
        st.download_button(
            markdown.text(title),
            data=partial(_handed_over, make, who, right, audit.folder(), {"format": mime, **taken}),
            file_name=file_name,
            mime=mime,
            on_click="ignore",
            help=about,
            key=key,
        )


def _handed_over(
    make: Callable[[], bytes], who: access.Viewer, right: str, company: Path, taken: dict[str, Any]
) -> bytes:
    """The file, once more asked whether it may be had: the button may be older than what was granted, or not theirs.

    It is made outside the run that offered it: who looks, and at which company, is what it was then.
    """
    if identity.provider():
        private_files.to(who)
    access.still(who, right)
    with access.looking(who):
        made = make()
    rows = {"rows": made.count(b"\n") - 1} if taken["format"] == CSV else {}  # no value of a CSV has a line break
    audit.note("download", who, company, sha256=hashlib.sha256(made).hexdigest(), **{**rows, **taken})
    return made


def draw(frame: pd.DataFrame, name: str, scope: Scope, of: str = "") -> None:
    """CSV, Excel workbook and Parquet of exactly this frame; a workbook is capped, and says so.

    `of` is the metric it belongs to, where its own name is another.
    """
    applied = viewer_scope.applicable(of or name, scope)
    stem = export.file_name(name, applied).removesuffix(".csv")
    makers = {"csv": export.csv, "xlsx": workbook, "parquet": export.parquet}
    with st.container(horizontal=True):
        for title, ending, mime in FORMS:
            offer(
                title,
                partial(makers[ending], frame),
                file_name=f"{stem}.{ending}",
                mime=mime,
                key=f"{ending} {name}",
                **what(frame, name, applied),
            )
    if len(frame) > SHEET_ROWS:
        st.caption(f"The workbook holds the first {SHEET_ROWS:,} of {len(frame):,} rows; CSV and Parquet hold all.")


def table(frame: pd.DataFrame, name: str, scope: Scope, key: str = "") -> None:
    """The CSV of this frame alone."""
    applied = viewer_scope.applicable(name, scope)
    offer(
        "Download CSV",
        partial(export.csv, frame),
        file_name=export.file_name(name, applied),
        mime="text/csv",
        key=f"download {name} {key} {' '.join(map(str, frame.columns))}",
        **what(frame, name, applied),
    )


def what(frame: pd.DataFrame, name: str, scope: Scope) -> dict[str, Any]:
    """What the trail keeps of a download: the metric, the filters, the number of rows."""
    return {"metric": name, "filters": audit.filters(scope), "rows": len(frame)}


def workbook(frame: pd.DataFrame) -> bytes:
    """An Excel workbook of the first rows, as many as a workbook is good for."""
    return export.xlsx(frame.head(SHEET_ROWS))
