"""The application: `streamlit run app.py` and `uvicorn app:app` both serve it."""

from __future__ import annotations

import streamlit as st

app = st.App("ui/shell.py")
