"""Download buttons: each file is made when it is clicked, checked against the viewer's rights, and audited."""

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
from ui.components import download_files
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
    **details: Any,
) -> None:
    """Draw a download button for the bytes of `make` if the viewer has the right; `details` go into the audit trail."""
    viewer = access.viewer()
    if viewer.may(right):
        st.download_button(
            markdown.text(title),
            data=partial(_handed_over, make, viewer, right, audit.folder(), {"format": mime, **details}),
            file_name=file_name,
            mime=mime,
            on_click="ignore",
            help=about,
            key=key,
        )


def _handed_over(
    make: Callable[[], bytes], viewer: access.Viewer, right: str, company: Path, details: dict[str, Any]
) -> bytes:
    """The bytes of the file, with the rights checked again: the button may be older than the grants, or another's.

    It is made outside the run that drew the button, so viewer and company are passed on from that run.
    """
    # without sign-in there is one viewer, and file requests are not tracked
    if identity.provider():
        private_files.to(viewer)
    access.still(viewer, right)
    with access.looking(viewer):
        content = make()
    rows = {"rows": content.count(b"\n") - 1} if details["format"] == CSV else {}  # no value of a CSV has a line break
    audit.note("download", viewer, company, sha256=hashlib.sha256(content).hexdigest(), **{**rows, **details})
    return content


def draw(frame: pd.DataFrame, name: str, scope: Scope, of: str = "") -> None:
    """Draw the downloads of exactly this frame: CSV, Excel workbook (capped, with a note) and Parquet.

    `of` is the metric whose filters apply, where the file has another name.
    """
    applied = viewer_scope.applicable(of or name, scope)
    stem = download_files.file_name(name, applied).removesuffix(".csv")
    makers = {"csv": download_files.csv, "xlsx": workbook, "parquet": download_files.parquet}
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
    """Draw the CSV download of this frame."""
    applied = viewer_scope.applicable(name, scope)
    offer(
        "Download CSV",
        partial(download_files.csv, frame),
        file_name=download_files.file_name(name, applied),
        mime="text/csv",
        key=f"download {name} {key} {' '.join(map(str, frame.columns))}",
        **what(frame, name, applied),
    )


def what(frame: pd.DataFrame, name: str, scope: Scope) -> dict[str, Any]:
    """The details of a download for the audit trail: metric, filters, number of rows."""
    return {"metric": name, "filters": audit.filters(scope), "rows": len(frame)}


def workbook(frame: pd.DataFrame) -> bytes:
    """An Excel workbook of the first `SHEET_ROWS` rows."""
    return download_files.xlsx(frame.head(SHEET_ROWS))
