"""Published survey answers, shown beside the company's own figures and never mixed with them."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from charts.formatting import known, percent
from metrics.external_surveys import surveys
from ui.components import download_files, downloads, figure_display
from ui.datasource import metric_cache

NOT_STATED = "not stated"


def draw() -> None:
    """Draw every survey answer with its share, respondents, place, year and source, and the download."""
    answers = surveys()
    figure_display.heading(
        "What surveys elsewhere found: they contradict each other",
        "Survey answers of other people to other questions: not your people, and no figure here is computed from them",
    )
    st.html(f'<ul class="surveys">{"".join(line(row) for row in metric_cache.rows(answers))}</ul>')
    downloads.offer(
        "Download CSV",
        lambda: download_files.csv(answers),
        file_name="surveys.csv",
        mime="text/csv",
        key="download surveys",
        metric="surveys",
        rows=len(answers),
    )


def line(row: Mapping[str, Any]) -> str:
    """One survey as a list item: its share, its wording, and where it comes from."""
    year = str(row["year"]) if known(row["year"]) else f"year {NOT_STATED}"
    country = str(row["country"]) if known(row["country"]) else f"country {NOT_STATED}"
    share = percent(row["share"])
    source = f'<a href="{escape(row["read_at"])}" target="_blank" rel="noreferrer">{escape(row["source"])}</a>'
    return (
        f"<li><b>{share}</b> {escape(row['wording'])}"
        f'<i class="bar" aria-hidden="true"><i style="width:{row["share"] * 100:.0f}%"></i></i>'
        f"<span>{escape(row['asked'])} · {escape(country)} · {escape(year)} · {source}</span></li>"
    )
