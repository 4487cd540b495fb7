"""What a load would change, and the button that does it."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from charts.formatting import count
from data_loaders.loading.load import LoadReport
from data_loaders.problems import LoadRefused
from ui.components import figure_display, tables
from ui.datasource import generation, loads, mask_worker
from ui.text import labels, markdown
from ui.views.upload import batch, impact, questions, recognised_sheets
from ui.views.upload.batch import Batch


def tried(upload: Batch) -> LoadReport | None:
    """The report of the dry run; None where it was refused, with the reason drawn."""
    try:
        return batch.try_out(upload)
    except LoadRefused as refusal:
        st.error(markdown.text(refusal))
        return None


def draw(upload: Batch, report: LoadReport) -> None:
    """Draw the rows added, changed, unchanged and left out per table, the headline figures, and the Load button."""
    figure_display.section("What would change")
    if not report.tables:
        st.write("Nothing yet: no table was recognised in these files.")
        return
    if not report.changes:
        st.write("Nothing: everything in these files that can be loaded is loaded already.")
        return
    columns = {
        "": [recognised_sheets.TABLES[table] for table in report.tables],
        "Rows read": [count(c.rows_read) for c in report.tables.values()],
        "Added": [count(c.added) for c in report.tables.values()],
        "Changed": [count(c.changed) for c in report.tables.values()],
        "Unchanged": [count(c.unchanged) for c in report.tables.values()],
        "Left out": [count(c.left_out) for c in report.tables.values()],
    }
    st.html(tables.plain(pd.DataFrame(columns), numeric=set(columns) - {""}))
    with st.expander("A few of the rows"):
        for table, examples in report.examples.items():
            lines = "".join(f"<li>{escape(text)}</li>" for text in examples)
            st.html(f"<p><b>{escape(recognised_sheets.TABLES[table])}</b></p><ul>{lines}</ul>")
    if report.seen:
        st.html(tables.plain(impact.side_by_side(_now(), report.seen), numeric={"Now", "After"}))
    _offer(upload, report)


def _now() -> dict[str, str]:
    store = loads.own_company()
    name = store.current()
    return impact.headlines(generation.cursor(generation.GenerationRef(str(store.folder), name))) if name else {}


def _offer(upload: Batch, report: LoadReport) -> None:
    """Draw the Load button; where rows have errors, it works only once HR ticks that they are left out."""
    rows = {(problem.file, problem.sheet, problem.row) for problem in report.errors if problem.row is not None}
    unfixed = [problem for problem in report.errors if problem.row is None]
    leave_out = False
    undated = questions.open_order(report.intakes)
    if undated:
        day = undated.either[0].example
        figure_display.note(
            f"{undated.file}: say above whether {day} has the day or the month first. Nothing in the file tells."
        )
    elif unfixed:
        figure_display.note(
            f"{unfixed[0].file}{f', {unfixed[0].sheet}' if unfixed[0].sheet else ''} cannot be loaded as it is. "
            "Mend it above, or leave it out."
        )
    elif rows:
        leave_out = st.checkbox(f"Leave out {labels.plural(len(rows), 'row', 'rows')} with errors and load the rest")
    if st.button("Load", type="primary", disabled=bool(undated) or bool(unfixed) or (bool(rows) and not leave_out)):
        try:
            done = batch.carry_out(upload, report, leave_out=leave_out)
        except LoadRefused as refusal:
            st.error(markdown.text(refusal))
            return
        batch.forget()
        mask_worker.begin_where_missing()
        st.session_state["told"] = f"Done, as load {done.load_id}. Every page shows it now."
        st.session_state["company"] = "company"
        st.rerun()
