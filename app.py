"""The application: `streamlit run app.py` and `uvicorn app:app` both serve it."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from ui import logs, masks, web

logs.without_values()
web.refuse_to_start()
app = st.App("ui/shell.py", lifespan=masks.lifespan, middleware=[Middleware(web.Guard)])
