"""The page of access grants, the audit trail and erasure."""

from __future__ import annotations

import streamlit as st

from ui.auth import access
from ui.components import figure_display
from ui.views.access import audit_log, erasure, grants

access.require("access")
st.title("Who may see what")
grants.draw()

figure_display.section("Who did what")
audit_log.draw()

figure_display.section("The right to erasure")
erasure.draw()
