"""The application: `streamlit run app.py` and `uvicorn app:app` both serve it."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from ui.datasource import mask_worker
from ui.web import log_redaction, request_guard

log_redaction.without_values()
request_guard.refuse_to_start()
app = st.App("ui/shell.py", lifespan=mask_worker.lifespan, middleware=[Middleware(request_guard.Guard)])
