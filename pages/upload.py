"""HR brings spreadsheets: what they are, what is wrong with them, what they would change, and the way back."""

from __future__ import annotations

import streamlit as st

from ui import access, arrivals, committing, loaded, mending, plainly, questions, settings, show, stopping, uploading

access.require("upload")
st.title("Bring your HR exports")
st.write(
    "Rosters, job history, promotion offers, critical roles, successors, growth activities: several files at once, as "
    "your HR system wrote them. They stay on this machine. Nothing is changed before you say so."
)
arrivals.template()
if done := st.session_state.pop("told", None):
    st.success(plainly.text(done))
files = st.file_uploader(
    "Files",
    accept_multiple_files=True,
    key=f"files {st.session_state.get('uploaded', 0)}",
    help=uploading.limit(),
)
if files:
    upload = uploading.batch(files)
    if not stopping.stopped(upload.key):
        report = committing.tried(upload)
        if report:
            show.section("What the files are")
            arrivals.recognised(report.intakes)
            questions.draw(report.intakes)
            mending.draw(upload, report)
            committing.draw(upload, report)
settings.draw()
loaded.draw()
