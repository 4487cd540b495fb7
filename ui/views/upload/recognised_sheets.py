"""The sheets of an upload as recognised: the table each holds, and the widgets in which HR changes that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

import streamlit as st

from charts.formatting import label
from data_loaders.contract import fields
from data_loaders.contract.upload_answers import NOTHING
from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.spreadsheets.template import workbook as template_workbook
from ui.text import labels, markdown
from ui.views.upload import answers, column_mapping

TABLES = {
    "employees": "People (a roster)",
    "job_history": "Job history",
    "promotion_offers": "Promotion offers",
    "critical_roles": "Critical roles",
    "successors": "Successors",
    "growth_activities": "Growth activities",
}
_CHOICES = {**TABLES, NOTHING: "Nothing to load: leave it out"}


def recognised(intakes: Sequence[ExtractedTable]) -> None:
    """Draw one block per recognised table: what it holds, its day, and which column is read as which field.

    Rosters of several days in one sheet share a block.
    """
    for number, (_, tables) in enumerate(groupby(intakes, key=lambda i: (i.file, i.sheet, i.table))):
        rosters = list(tables)
        intake, of = rosters[0], f"{rosters[0].file} {rosters[0].sheet or ''} {number}"
        with st.container(border=True):
            st.html(f'<p class="arrival"><b>{escape(place(intake))}</b><br>{escape(_summary(rosters))}</p>')
            if intake.hidden or intake.sheet in answers.of(intake.file).hidden:
                _draw_hidden_toggle(intake, of)
            if not intake.hidden:
                _draw_columns(intake, of)


def place(intake: ExtractedTable) -> str:
    """`roster.xlsx · Staff`: the file, and the sheet where there are several."""
    return f"{intake.file} · {intake.sheet}" if intake.sheet else intake.file


def _summary(rosters: Sequence[ExtractedTable]) -> str:
    intake = rosters[0]
    if intake.hidden:
        return "A hidden sheet, which is not taken by itself."
    if intake.table is None:
        if intake.listed and all(problem.severity == "warning" for problem in intake.problems):
            return "A list of names, which the other files are read with."
        return "Left out, as you said." if _left_out(intake) else "Not recognised."
    rows = labels.plural(sum(roster.rows_read for roster in rosters), "row", "rows")
    return f"{TABLES[intake.table]} · {rows}{_day(rosters)}"


def _day(rosters: Sequence[ExtractedTable]) -> str:
    first, last = rosters[0], rosters[-1]
    if first.table != "employees" or first.as_of is None or last.as_of is None:
        return ""
    if len(rosters) > 1:
        return f" · {len(rosters)} rosters from {labels.day(first.as_of)} to {labels.day(last.as_of)}"
    assumed_note = " (the newest date in it; nothing says which day it shows)" if first.as_of_assumed else ""
    return f" · as of {labels.day(first.as_of)}{assumed_note}"


def _left_out(intake: ExtractedTable) -> bool:
    return answers.of(intake.file).of(intake.sheet).table == NOTHING


def _draw_hidden_toggle(intake: ExtractedTable, of: str) -> None:
    st.toggle(
        "Take this hidden sheet",
        value=not intake.hidden,
        key=f"hidden {of}",
        on_change=answers.take_hidden,
        args=(intake, f"hidden {of}"),
    )


def _draw_columns(intake: ExtractedTable, of: str) -> None:
    unknown = intake.table is None and not _left_out(intake)
    if unknown:
        _draw_remedy(intake)
    with st.expander(_columns_in_words(intake), expanded=unknown or bool(column_mapping.doubtful(intake))):
        _ask(intake, of)
        if not _left_out(intake):
            column_mapping.draw(intake, of)


def _draw_remedy(intake: ExtractedTable) -> None:
    """Draw why nothing of the sheet can be loaded as it is, and the remedy."""
    table_problem = next((problem for problem in intake.problems if problem.row is None), None)
    if intake.likely and intake.matches:
        missing = [label(field) for field in fields.required_fields(intake.likely) if not _has(intake, field)]
        objection = f"no column was read as {' and '.join(missing)}" if missing else "its headings could mean anything"
        reason = f"This may be {TABLES[intake.likely]}, but {objection}."
        remedy = "Say which column is which, or leave it out."
    else:
        reason = table_problem.problem if table_problem else "Nothing was found in it."
        remedy = (
            table_problem.remedy
            if table_problem and table_problem.remedy
            else "Put the headings in one row and bring the file again."
        )
    if intake.proposed:
        remedy = f"{' and '.join(intake.proposed.values())} differs in every row, and may serve instead. {remedy}"
    st.html(f'<p class="to-do">{escape(reason)} {escape(remedy)}</p>')
    for field, heading in intake.proposed.items():
        st.button(
            markdown.text(f"Take {heading} as the {label(field)}"),
            key=f"take {intake.file} {intake.sheet} {heading}",
            on_click=answers.say,
            args=(intake,),
            kwargs={"table": intake.likely, "mapping": {**_mapping_answered(intake), field: heading}},
        )


def _mapping_answered(intake: ExtractedTable) -> Mapping[str, str]:
    return answers.of(intake.file).of(intake.sheet).mapping


def _has(intake: ExtractedTable, field: str) -> bool:
    return any(match.field == field for match in intake.matches)


def _columns_in_words(intake: ExtractedTable) -> str:
    recognised_count = sum(1 for match in intake.matches if match.field)
    to_check = len(column_mapping.doubtful(intake))
    parts = [f"{recognised_count} of {labels.plural(len(intake.matches), 'column', 'columns')} read"]
    parts += [f"{to_check} to check"] if to_check else []
    return "What it holds: " + ", ".join(parts) if intake.matches else "What it holds"


def _ask(intake: ExtractedTable, of: str) -> None:
    """Draw the questions about this sheet: which table it holds, and the day of a roster."""
    left, right = st.columns(2)
    with left:
        chosen = NOTHING if _left_out(intake) else intake.table
        st.selectbox(
            "This holds",
            list(_CHOICES),
            index=list(_CHOICES).index(chosen) if chosen else None,
            format_func=_CHOICES.__getitem__,
            placeholder="Choose what it holds",
            key=f"table {of}",
            on_change=answers.say_from,
            args=(intake, "table", f"table {of}"),
        )
    with right:
        if intake.table == "employees":
            st.date_input(
                "The day the roster shows",
                value=intake.as_of,
                format="YYYY-MM-DD",
                key=f"day {of}",
                on_change=answers.say_from,
                args=(intake, "as_of", f"day {of}"),
            )


def template() -> None:
    """Draw the download of the empty template workbook."""
    st.download_button(
        "Download an empty workbook to fill",
        template_workbook,
        "bench-strength-template.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        on_click="ignore",
    )
