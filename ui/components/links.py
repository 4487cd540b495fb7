"""Links from one page to another."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

FOLDER = Path(__file__).resolve().parents[2] / "pages"


def to(page: str, label: str, *, about: str | None = None, query: dict[str, str] | None = None) -> None:
    """A link to a page; nothing where this viewer may not open it or the navigation does not hold it."""
    try:
        st.page_link(str(FOLDER / f"{page}.py"), label=label, help=about, query_params=query)
    except StreamlitPageNotFoundError:
        return
