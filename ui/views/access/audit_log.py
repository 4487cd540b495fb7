"""The audit trail, for the owner: its lines, newest first, and whether their chain is intact."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
import streamlit as st

from data_loaders.records import audit_log
from ui import company_folders
from ui.auth import access, audit
from ui.components import download_files, downloads, figure_display
from ui.text import labels

SHOWN = 200
WHATS = {
    "sign_in": "Signed in",
    "load": "Loaded files",
    "mend": "Mended",
    "undo": "Undid a load",
    "download": "Downloaded",
    "view_persons": "Saw persons",
    "grant": "Granted access",
    "revoke": "Took access back",
    "settings": "Changed settings",
    "erase": "Erased a person",
    "backup": "Made a backup",
    "restore": "Restored a backup",
}


def draw() -> None:
    """Draw the newest lines, the result of the chain check, and the download of the whole trail."""
    access.demand("audit")
    folder = _folder_of_trail()
    if broken := audit_log.check(folder):
        figure_display.note(f"The trail is not as it was written: line {broken[0].line:,}, {broken[0].problem}.")
    lines = entries(folder)
    if lines.empty:
        st.write("Nothing has been put on the trail yet.")
        return
    if not broken:
        st.write(f"{labels.plural(len(lines), 'line', 'lines')}, each chained to the one before. The chain is whole.")
    kinds = st.multiselect("Show", sorted(set(lines["what"])), format_func=WHATS.__getitem__, placeholder="Everything")
    shown = lines[lines["what"].isin(kinds)] if kinds else lines
    st.dataframe(
        shown.head(SHOWN).assign(what=shown["what"].map(WHATS)).rename(columns=str.capitalize),
        hide_index=True,
        width="stretch",
        alt=f"The newest {min(SHOWN, len(shown))} lines of the audit trail.",
    )
    downloads.offer(
        "Download the trail",
        lambda: download_files.csv(lines),
        file_name="audit.csv",
        mime="text/csv",
        key="trail",
        right="audit",
        metric="audit",
        rows=len(lines),
    )


def _folder_of_trail() -> Path:
    """The folder whose trail is read: grants are in the own company's, looks at the sample in the sample's."""
    if company_folders.made_up(audit.folder()) == company_folders.made_up(company_folders.own()):
        return company_folders.own()
    sample = st.segmented_control(
        "Trail of",
        [True, False],
        default=True,
        required=True,
        format_func=lambda sample: company_folders.TITLES["sample" if sample else "company"],
        key="trail_of",
    )
    return audit.folder() if sample else company_folders.own()


def entries(folder: Path) -> pd.DataFrame:
    """One row per line of the trail, newest first: number, when, who, what, about (its details as text)."""
    rows = [
        {
            "number": entry.number,
            "when": labels.moment(datetime.fromisoformat(entry.at)),
            "who": entry.who,
            "what": entry.what,
            "about": "; ".join(f"{name} {value}" for name, value in entry.details.items() if value not in ("", None)),
        }
        for entry in reversed(audit_log.entries(folder))
    ]
    return pd.DataFrame(rows, columns=["number", "when", "who", "what", "about"])
