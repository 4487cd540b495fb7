"""What surrounds every page: its configuration, who may see it, the filters and the navigation."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from charts import theme
from data_loaders.store.checksums import Damaged
from metrics.disclosure_control.mask import NotMasked
from metrics.errors import MetricError
from ui import company_folders
from ui.auth import access, sign_in
from ui.components import figure_display, filters, links
from ui.datasource import generation, loads, metric_cache
from ui.page_register import PAGES
from ui.text import labels, markdown

HERE = Path(__file__).parent
LOOK_AGAIN = 10  # seconds
WITHOUT_DATA = frozenset(page.name for page in PAGES if page.without_data)


def run() -> None:
    """Draw the shell, then the page; data that is not as it was written is told in its place."""
    _surroundings()
    try:
        _draw()
    except Damaged as damage:
        _say_damaged(damage)


def _surroundings() -> None:
    st.set_page_config(
        page_title="Bench Strength",
        page_icon=str(HERE / "static" / "icon.svg"),
        layout="wide",
        initial_sidebar_state="auto",
        menu_items={"About": "Bench Strength: how strong a company's leadership bench really is."},
    )
    st.html(HERE / "style.css")
    st.html(_colours(figure_display.theme_type()))
    st.logo(str(HERE / "static" / f"logo-{figure_display.theme_type()}.svg"), size="large")


def _draw() -> None:
    access.look()
    if not sign_in.gate():
        return
    page = st.navigation(_pages(), position="top")
    _company()
    sign_in.bar()
    generation.look(metric_cache.frame)
    if not _worked_out():
        return
    filters.bar()
    if generation.current() is None and page.url_path not in WITHOUT_DATA:
        _welcome()
        return
    _context()
    try:
        page.run()
    except MetricError as error:
        st.error(markdown.text(error))


def _pages() -> list[st.Page]:
    allowed = access.viewer().pages
    return [
        st.Page(links.FOLDER / f"{page.name}.py", title=page.title, default=page.name == "overview")
        for page in PAGES
        if page.name in allowed
    ]


def _colours(theme_type: str) -> str:
    names = {
        "ink": theme.INK,
        "muted": theme.MUTED,
        "rule": theme.RULE,
        "wash": theme.WASH,
        "paper": theme.PAPER,
        "expert": theme.EXPERT,
        "manager": theme.MANAGER,
        "alarm": theme.ALARM,
    }
    values = "".join(f"--bench-{name}:{theme.colour(code, theme_type)};" for name, code in names.items())
    return f"<style>:root{{{values}}}</style>"


def _company() -> None:
    there = company_folders.there()
    if len(there) > 1:
        with st.sidebar:
            st.segmented_control(
                "Company",
                list(there),
                default="company",
                required=True,
                format_func=lambda name: company_folders.TITLES[name],
                key="company",
                bind="query-params",
            )


def _say_damaged(damage: Damaged) -> None:
    st.title("The data is not as it was written")
    st.error(markdown.text(damage))
    if access.viewer().may("undo") and st.button("Go back to the newest good state"):
        st.session_state["told"] = loads.undo()
        st.rerun()


def _worked_out() -> bool:
    """Say to whoever does not see every person that their figures are not ready yet, where they are not."""
    of = generation.current()
    if of is None or not access.viewer().masked:
        return True
    try:
        metric_cache.mask(of)
    except NotMasked as waiting:
        st.title("Not ready yet")
        figure_display.note(str(waiting))
        _look_again(of)
        return False
    return True


@st.fragment(run_every=LOOK_AGAIN)
def _look_again(of: generation.GenerationRef) -> None:
    try:
        metric_cache.mask(of)
    except NotMasked:
        return
    st.rerun()


def _context() -> None:
    of = generation.current()
    if of is None:
        return
    scope, load = filters.scope(), generation.newest_load(of)
    if company_folders.is_sample():
        st.html(
            '<p class="sample">You are looking at the <b>sample company</b>, which is made up. '
            "Bring your own files on the page Upload.</p>"
        )
    whom = escape(labels.people_of(scope))
    whom = f"Only <b>{whom}</b>" if scope.where else whom
    st.html(
        f'<p class="context"><span>As of <b>{labels.day(scope.as_of)}</b></span>'
        f"<span>{scope.months} months before</span>"
        f"<span>{whom}</span>"
        f"<span>{labels.load(load)}</span></p>"
    )
    if not generation.is_newest():
        figure_display.note("What was loaded since is being worked out. This is the state before it.")
    if gone := filters.missing():
        figure_display.note(gone)


def _welcome() -> None:
    st.title("No data yet")
    st.write("Bring your HR exports on the page Upload, or look around in a company that is made up.")
    if company_folders.may_make_sample() and st.button("Open the sample company", type="primary"):
        with st.spinner("Making 4,000 people and eight years"):
            company_folders.make_sample()
        st.rerun()
    links.to("upload", "Upload files")


run()
