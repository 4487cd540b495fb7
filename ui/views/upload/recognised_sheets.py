"""What the upload page shows of files on their way in: what each sheet was taken for, and what HR says instead."""

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
    """One block per table found: what it was taken for, its day, which heading is which field, what is ignored."""
    for number, (_, same) in enumerate(groupby(intakes, key=lambda i: (i.file, i.sheet, i.table))):
        rosters = list(same)
        intake, of = rosters[0], f"{rosters[0].file} {rosters[0].sheet or ''} {number}"
        with st.container(border=True):
            st.html(f'<p class="arrival"><b>{escape(place(intake))}</b><br>{escape(_summary(rosters))}</p>')
            if intake.hidden or intake.sheet in answers.of(intake.file).hidden:
                _hidden(intake, of)
            if not intake.hidden:
                _known(intake, of)


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
    rows = labels.plural(sum(one.rows_read for one in rosters), "row", "rows")
    return f"{TABLES[intake.table]} · {rows}{_day(rosters)}"


def _day(rosters: Sequence[ExtractedTable]) -> str:
    first, last = rosters[0], rosters[-1]
    if first.table != "employees" or first.as_of is None or last.as_of is None:
        return ""
    if len(rosters) > 1:
        return f" · {len(rosters)} rosters from {labels.day(first.as_of)} to {labels.day(last.as_of)}"
    taken = " (the newest date in it; nothing says which day it shows)" if first.as_of_assumed else ""
    return f" · as of {labels.day(first.as_of)}{taken}"


def _left_out(intake: ExtractedTable) -> bool:
    return answers.of(intake.file).of(intake.sheet).table == NOTHING


def _hidden(intake: ExtractedTable, of: str) -> None:
    st.toggle(
        "Take this hidden sheet",
        value=not intake.hidden,
        key=f"hidden {of}",
        on_change=answers.take_hidden,
        args=(intake, f"hidden {of}"),
    )


def _known(intake: ExtractedTable, of: str) -> None:
    unknown = intake.table is None and not _left_out(intake)
    if unknown:
        _what_to_do(intake)
    with st.expander(_columns_in_words(intake), expanded=unknown or bool(column_mapping.doubtful(intake))):
        _ask(intake, of)
        if not _left_out(intake):
            column_mapping.draw(intake, of)


def _what_to_do(intake: ExtractedTable) -> None:
    """Why nothing of the sheet is loaded as it stands, and the way out."""
    wrong = next((problem for problem in intake.problems if problem.row is None), None)
    if intake.likely and intake.matches:
        lacking = [label(field) for field in fields.required_fields(intake.likely) if not _has(intake, field)]
        but = f"no column was read as {' and '.join(lacking)}" if lacking else "its headings could mean anything"
        said = f"This may be {TABLES[intake.likely]}, but {but}."
        way_out = "Say which column is which, or leave it out."
    else:
        said = wrong.problem if wrong else "Nothing was found in it."
        way_out = wrong.remedy if wrong and wrong.remedy else "Put the headings in one row and bring the file again."
    if intake.proposed:
        way_out = f"{' and '.join(intake.proposed.values())} differs in every row, and may serve instead. {way_out}"
    st.html(f'<p class="to-do">{escape(said)} {escape(way_out)}</p>')
    for field, heading in intake.proposed.items():
        st.button(
            markdown.text(f"Take {heading} as the {label(field)}"),
            key=f"take {intake.file} {intake.sheet} {heading}",
            on_click=answers.say,
            args=(intake,),
            kwargs={"table": intake.likely, "mapping": {**_said(intake), field: heading}},
        )


def _said(intake: ExtractedTable) -> Mapping[str, str]:
    return answers.of(intake.file).of(intake.sheet).mapping


def _has(intake: ExtractedTable, field: str) -> bool:
    return any(match.field == field for match in intake.matches)


def _columns_in_words(intake: ExtractedTable) -> str:
    read = sum(1 for match in intake.matches if match.field)
    to_check = len(column_mapping.doubtful(intake))
    told = [f"{read} of {labels.plural(len(intake.matches), 'column', 'columns')} read"]
    told += [f"{to_check} to check"] if to_check else []
    return "What it holds: " + ", ".join(told) if intake.matches else "What it holds"


def _ask(intake: ExtractedTable, of: str) -> None:
    """What HR can say about this sheet."""
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
    """The empty workbook, for whoever has no export to bring."""
    st.download_button(
        "Download an empty workbook to fill",
        template_workbook,
        "bench-strength-template.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        on_click="ignore",
    )
