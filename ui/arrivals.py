"""What the upload page shows of files on their way in: what they are, what is wrong, what would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from charts.numbers import count, label
from data_loaders import contract
from data_loaders.intake import Intake
from data_loaders.loads import LoadReport, Said
from data_loaders.problems import Problem
from ui import export, names, show, uploading
from ui.uploading import Batch

TABLES = {
    "employees": "People (a roster)",
    "job_history": "Job history",
    "promotion_offers": "Promotion offers",
    "critical_roles": "Critical roles",
    "successors": "Successors",
    "growth_activities": "Growth activities",
}
LONGEST_LIST = 500


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
            on_change=_keep,
            args=(intake.file, "table", f"table {of}"),
        )
    with right:
        if intake.table == "employees":
            st.date_input(
                "The day the roster shows",
                value=intake.as_of,
                format="YYYY-MM-DD",
                key=f"day {of}",
                on_change=_keep,
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
            on_click=_map,
            args=(intake.file, field, heading),
        )


def _keep(file: str, what: str, key: str) -> None:
    answers = said()
    answers[file] = replace(answers.get(file, Said()), **{what: st.session_state[key]})


def _map(file: str, field: str, heading: str) -> None:
    answers = said()
    known = answers.get(file, Said())
    answers[file] = replace(known, mapping={**known.mapping, field: heading})


def said() -> dict[str, Said]:
    """What HR has said so far, by file name."""
    answers: dict[str, Said] = st.session_state.setdefault("said", {})
    return answers


def problems(report: LoadReport) -> None:
    """Every problem, errors first, with its place, what to do, and the list as a CSV."""
    if not report.problems:
        return
    errors = len(report.errors)
    warnings = len(report.problems) - errors
    told = names.plural(errors, "error", "errors") + " and " + names.plural(warnings, "warning", "warnings")
    show.section("What to look at")
    st.write(f"{told}. A row with an error stays out; a warning does not keep anything out.")
    frame = problem_frame(sorted(report.problems, key=lambda p: (p.severity, p.file or "", p.row or 0)))
    st.dataframe(frame.head(LONGEST_LIST), hide_index=True, width="stretch")
    if len(frame) > LONGEST_LIST:
        st.caption(f"The first {LONGEST_LIST} of {len(frame):,}; the download holds all.")
    st.download_button(
        "Download the problems", lambda: export.csv(frame), "problems.csv", mime="text/csv", on_click="ignore"
    )


def problem_frame(found: Sequence[Problem]) -> pd.DataFrame:
    """One row per problem, in the words and the order HR reads them."""
    columns = {
        "File": [problem.file or "" for problem in found],
        "Row": pd.array([problem.row for problem in found], dtype="Int64"),
        "Column": [problem.column or "" for problem in found],
        "Value": [problem.value or "" for problem in found],
        "Kind": [problem.severity for problem in found],
        "What is wrong": [problem.problem for problem in found],
        "What to do": [problem.remedy for problem in found],
    }
    return pd.DataFrame(columns)


def changes(report: LoadReport) -> None:
    """What loading would change, a row per table."""
    show.section("What would change")
    if not report.changes:
        st.write("Nothing: everything in these files is loaded already.")
        return
    frame = pd.DataFrame(
        [
            {
                "": TABLES[table],
                "Rows read": count(counts.rows_read),
                "Added": count(counts.added),
                "Changed": count(counts.changed),
                "Unchanged": count(counts.unchanged),
                "Left out": count(counts.left_out),
            }
            for table, counts in report.tables.items()
        ]
    )
    st.html(show.plain(frame, numeric=set(frame.columns[1:])))


def offer(upload: Batch, report: LoadReport) -> None:
    """The button that loads, and, where rows have errors, the choice to leave them out."""
    if not report.changes:
        return
    rows = {(problem.file, problem.sheet, problem.row) for problem in report.errors if problem.row is not None}
    whole = [problem for problem in report.errors if problem.row is None]
    leave_out = False
    if whole:
        st.warning(f"{whole[0].file}: {whole[0].problem} {whole[0].remedy}")
    elif rows:
        leave_out = st.checkbox(f"Leave out {names.plural(len(rows), 'row', 'rows')} with errors and load the rest")
    if st.button("Load", type="primary", disabled=bool(whole) or (bool(rows) and not leave_out)):
        with st.spinner("Loading"):
            done = uploading.carry_out(upload, said(), report, leave_out=leave_out)
        st.session_state["told"] = f"Done, as load {done.load_id}. Every page shows it now."
        st.session_state["said"] = {}
        st.session_state["uploaded"] = st.session_state.get("uploaded", 0) + 1
        st.session_state["company"] = "company"
        st.rerun()


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
