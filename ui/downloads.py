"""What is shown, as a file: each is made when it is asked for."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from metrics.scope import Scope
from ui import data, export

SHEET_ROWS = 100_000


def draw(frame: pd.DataFrame, name: str, scope: Scope, of: str = "") -> None:
    """CSV, Excel workbook and Parquet of exactly this frame; a workbook is capped, and says so.

    `of` is the metric it belongs to, where its own name is another.
    """
    stem = export.file_name(name, data.applicable(of or name, scope)).removesuffix(".csv")
    with st.container(horizontal=True):
        for title, ending, kind, make in (
            ("Download CSV", "csv", "text/csv", export.csv),
            ("Excel", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
            ("Parquet", "parquet", "application/vnd.apache.parquet", export.parquet),
        ):
            st.download_button(
                title,
                data=partial(make, frame),
                file_name=f"{stem}.{ending}",
                mime=kind,
                on_click="ignore",
                key=f"{ending} {name}",
            )
    if len(frame) > SHEET_ROWS:
        st.caption(f"The workbook holds the first {SHEET_ROWS:,} of {len(frame):,} rows; CSV and Parquet hold all.")


def workbook(frame: pd.DataFrame) -> bytes:
    """An Excel workbook of the first rows, as many as a workbook is good for."""
    return export.xlsx(frame.head(SHEET_ROWS))
