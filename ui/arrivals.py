"""What the upload page shows of files on their way in, and of the loads so far."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from charts.numbers import label
from data_loaders import contract
from data_loaders.intake import Intake
from data_loaders.template import workbook as template_workbook
from ui import names, show, uploading

TABLES = {
    "employees": "People (a roster)",
    "job_history": "Job history",
    "promotion_offers": "Promotion offers",
    "critical_roles": "Critical roles",
    "successors": "Successors",
    "growth_activities": "Growth activities",
}


def recognised(intakes: Sequence[Intake]) -> None:
    """One block per table found: what it was taken for, its day, which heading is which field, what is ignored."""
    for number, intake in enumerate(intakes):
        where = f"{intake.file} · {intake.sheet}" if intake.sheet else intake.file
        what = TABLES.get(intake.table or "", "Not recognised")
        rows = names.plural(intake.rows_read, "row", "rows")
        with st.container(border=True):
            st.html(f'<p class="arrival"><b>{escape(where)}</b><br>{escape(what)} · {rows}{_day(intake)}</p>')
            with st.expander("Columns and corrections", expanded=intake.table is None):
                _columns(intake)
                _ask(intake, number)


def _day(intake: Intake) -> str:
    if intake.table != "employees" or intake.as_of is None:
        return ""
    taken = " (taken from the newest date in the file)" if intake.as_of_assumed else ""
    return f" · as of {names.day(intake.as_of)}{taken}"


def _columns(intake: Intake) -> None:
    if not intake.matches:
        st.write("No row of headings was found. Put the headings in one row and upload the file again.")
        return
    shown = pd.DataFrame(
        {
            "Column": [match.column for match in intake.matches],
            "Heading": [match.heading for match in intake.matches],
            "Read as": [label(match.field) if match.field else "ignored" for match in intake.matches],
            "Why": ["" if match.field is None else match.how for match in intake.matches],
        }
    )
    st.html(show.plain(shown))


def _ask(intake: Intake, number: int) -> None:
    """What HR can say about this file; every answer is kept by the file's name."""
    of = f"{intake.file} {intake.sheet or ''} {number}"
    left, right = st.columns(2)
    with left:
        st.selectbox(
            "This file holds",
            list(TABLES),
            index=list(TABLES).index(intake.table) if intake.table else None,
            format_func=TABLES.__getitem__,
            placeholder="Choose what it holds",
            key=f"table {of}",
            on_change=uploading.keep,
            args=(intake.file, "table", f"table {of}"),
        )
    with right:
        if intake.table == "employees":
            st.date_input(
                "The day the roster shows",
                value=intake.as_of,
                format="YYYY-MM-DD",
                key=f"day {of}",
                on_change=uploading.keep,
                args=(intake.file, "as_of", f"day {of}"),
            )
    if intake.table and intake.matches:
        _ask_columns(intake, intake.table, of)


def _ask_columns(intake: Intake, table: str, of: str) -> None:
    headings = [match.heading for match in intake.matches]
    left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom")
    with left:
        field = st.selectbox(
            "Correct a field", list(contract.TABLES[table]), index=None, format_func=label, key=f"field {of}"
        )
    with middle:
        heading = st.selectbox("Its heading", headings, index=None, key=f"heading {of}")
    with right:
        st.button(
            "Use it",
            key=f"use {of}",
            disabled=not (field and heading),
            on_click=uploading.map_field,
            args=(intake.file, field, heading),
        )


def history(entries: Sequence[dict[str, Any]]) -> None:
    """Every load, newest first."""
    frame = pd.DataFrame(
        [
            {
                "Load": entry["load_id"],
                "When": entry["loaded_at"],
                "By": entry["loaded_by"],
                "Files": ", ".join(entry["files"]),
                "What it did": "; ".join(
                    f"{TABLES[table]}: {counts['added']:,} added, {counts['changed']:,} changed"
                    for table, counts in entry["tables"].items()
                ),
                "": "undone" if entry["undone_at"] else "",
            }
            for entry in entries
        ]
    )
    st.html(show.plain(frame, numeric={"Load"}))


def template() -> None:
    """The empty workbook, for whoever has no export to bring."""
    st.download_button(
        "Download an empty workbook to fill",
        template_workbook,
        "bench-strength-template.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        on_click="ignore",
    )
