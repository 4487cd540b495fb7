"""The load history: who loaded what and when, the original files, and the undo of the newest load."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from ui.components import downloads, figure_display
from ui.datasource import loads
from ui.text import labels, markdown
from ui.views.upload.recognised_sheets import TABLES

_LATEST = 8


def draw() -> None:
    """Draw every load, newest first; nothing where there is none."""
    entries = loads.past()
    if not entries:
        return
    figure_display.section("Loads so far")
    newest = next((entry for entry in entries if not entry["undone_at"]), None)
    for entry in entries[:_LATEST]:
        _line(entry)
    if len(entries) > _LATEST:
        with st.expander(labels.plural(len(entries) - _LATEST, "earlier load", "earlier loads")):
            for entry in entries[_LATEST:]:
                _line(entry)
    if newest:
        _undo(newest)


def _line(entry: dict[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        when = labels.moment(datetime.fromisoformat(entry["loaded_at"]))
        undone = f" · undone {labels.moment(datetime.fromisoformat(entry['undone_at']))}" if entry["undone_at"] else ""
        st.html(
            f'<p class="load{" undone" if undone else ""}"><b>Load {entry["load_id"]}</b> · {when} · by '
            f"{escape(entry['loaded_by'])}{undone}<br>{escape(_text(entry))}<br>"
            f"<span>{escape(_row_counts(entry))}</span></p>",
            width="stretch",
        )
        _originals(entry["load_id"])


def _text(entry: dict[str, Any]) -> str:
    summary: str = entry["what"]
    return summary


def _row_counts(entry: dict[str, Any]) -> str:
    return "; ".join(
        f"{TABLES[table]}: {counts['added']:,} added, {counts['changed']:,} changed, "
        f"{counts['unchanged']:,} unchanged, {counts['left_out']:,} left out"
        for table, counts in entry["tables"].items()
    )


def _originals(load_id: int) -> None:
    files = loads.originals(load_id)
    if files:
        downloads.offer(
            "Download the file" if len(files) == 1 else f"Download the {len(files)} files",
            partial(loads.packed, files),
            file_name=files[0].name if len(files) == 1 else f"load {load_id}.zip",
            key=f"originals {load_id}",
            right="upload",
            load_id=load_id,
        )


def _undo(newest: dict[str, Any]) -> None:
    """Draw the button that undoes the newest load, behind one confirmation."""
    with st.popover("Undo the newest load", key=f"undo {newest['load_id']}"):
        st.write(
            f"Load {newest['load_id']} ({markdown.text(_text(newest))}) will count no more, and every page shows the "
            "state before it. The files stay here, so that they can be loaded again."
        )
        if st.button(f"Undo load {newest['load_id']}", type="primary"):
            st.session_state["told"] = loads.undo()
            st.rerun()
