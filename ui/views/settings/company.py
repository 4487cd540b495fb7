"""Settings of the whole company: the day leavers are known from, missing people, and titles that lead people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from data_loaders.edits import company_settings
from data_loaders.loading.tracks_from_titles import SETTING, TitleWords, title_words
from metrics import engine
from metrics.company import Cursor
from ui.components import figure_display
from ui.datasource import loads
from ui.text import labels


@dataclass(frozen=True)
class _Settings:
    observed_from: date | None
    disappeared_left: bool
    tracks_from_titles: bool
    words: TitleWords


def draw() -> None:
    """Draw the settings and the form to change them; nothing before the first load."""
    store = loads.own_company()
    if store.current() is None:
        return
    con = store.open()
    try:
        current = _settings(con)
    finally:
        con.close()
    figure_display.section("What holds for the whole company")
    with st.expander(_summary(current)), st.form("settings", border=False):
        _form(current)


def _settings(con: Cursor) -> _Settings:
    return _Settings(
        engine.first_leaver_day(con),
        company_settings.is_on(con, "disappeared_are_leavers"),
        company_settings.is_on(con, SETTING),
        title_words(con),
    )


def _summary(current: _Settings) -> str:
    leavers_known = (
        f"Leavers are known from {labels.day(current.observed_from)}"
        if current.observed_from
        else "No leaver is known yet"
    )
    missing_people = "have left" if current.disappeared_left else "count as employed"
    return f"{leavers_known}; people missing from a newer roster, without a last day, {missing_people}"


def _form(current: _Settings) -> None:
    first_day = st.date_input(
        "Leavers are known from this day on",
        value=current.observed_from,
        format="YYYY-MM-DD",
        help="Retention and turnover are shown from this day on. Without an answer it is the earliest last day loaded.",
    )
    missing_left = st.checkbox(
        "People who are missing from a newer roster, without a last day, have left", value=current.disappeared_left
    )
    by_title = st.checkbox(
        "Where nothing else says who leads people, go by job titles and levels", value=current.tracks_from_titles
    )
    left, right = st.columns(2)
    leading = left.text_area("Words in titles of those who lead people", ", ".join(current.words.leading))
    leading_nobody = right.text_area(
        "Titles with such a word that lead nobody", ", ".join(current.words.leading_nobody)
    )
    if st.form_submit_button("Use these settings"):
        st.session_state["told"] = loads.settle(
            observed_from=first_day if isinstance(first_day, date) and first_day != current.observed_from else None,
            disappeared_are_leavers=missing_left if missing_left != current.disappeared_left else None,
            tracks_from_titles=by_title if by_title != current.tracks_from_titles else None,
            title_words=TitleWords(_list(leading), _list(leading_nobody)),
        )
        st.rerun()


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.replace("\n", ",").split(",") if word.strip()))
