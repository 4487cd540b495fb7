"""Who may see what, who did what, and how somebody leaves the data."""

from __future__ import annotations

import streamlit as st

from ui import access, erasure, granting, show, trails

access.require("access")
st.title("Who may see what")
granting.draw()

show.section("Who did what")
trails.draw()

show.section("The right to erasure")
erasure.draw()
