"""The page of uploads: recognised sheets, problems, a preview of the changes, and the load history."""

from __future__ import annotations

import streamlit as st

from ui.auth import access
from ui.components import figure_display
from ui.text import markdown
from ui.views.settings import company
from ui.views.upload import batch, load_history, preview, problem_grid, progress, questions, recognised_sheets

access.require("upload")
st.title("Bring your HR exports")
st.write(
    "Rosters, job history, promotion offers, critical roles, successors, growth activities: several files at once, as "
    "your HR system wrote them. They stay on this machine. Nothing is changed before you say so."
)
recognised_sheets.template()
if done := st.session_state.pop("told", None):
    st.success(markdown.text(done))
files = st.file_uploader(
    "Files",
    accept_multiple_files=True,
    key=f"files {st.session_state.get('uploaded', 0)}",
    help=batch.limit(),
)
if files:
    upload = batch.batch(files)
    if not progress.stopped(upload.key):
        report = preview.tried(upload)
        if report:
            figure_display.section("What the files are")
            recognised_sheets.recognised(report.intakes)
            questions.draw(report.intakes)
            problem_grid.draw(upload, report)
            preview.draw(upload, report)
company.draw()
load_history.draw()
