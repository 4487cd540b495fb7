"""The shell around every page: configuration, access, filters and navigation."""

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
    """Draw the shell, then the page; where the data is damaged, the damage and the way to undo it."""
    _configure_page()
    try:
        _draw()
    except Damaged as damage:
        _draw_damage(damage)


def _configure_page() -> None:
    st.set_page_config(
        page_title="Bench Strength",
        page_icon=str(HERE / "static" / "icon.svg"),
        layout="wide",
        initial_sidebar_state="auto",
        menu_items={"About": "Bench Strength: how strong a company's leadership bench really is."},
    )
    st.html(HERE / "style.css")
    st.html(_colour_styles(figure_display.theme_type()))
    st.logo(str(HERE / "static" / f"logo-{figure_display.theme_type()}.svg"), size="large")


def _draw() -> None:
    access.look()
    if not sign_in.gate():
        return
    page = st.navigation(_pages(), position="top")
    _draw_company_choice()
    sign_in.bar()
    generation.look(metric_cache.frame)
    if not _mask_is_ready():
        return
    filters.bar()
    if generation.current() is None and page.url_path not in WITHOUT_DATA:
        _draw_welcome()
        return
    _draw_context()
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


def _colour_styles(theme_type: str) -> str:
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


def _draw_company_choice() -> None:
    folders = company_folders.there()
    if len(folders) > 1:
        with st.sidebar:
            st.segmented_control(
                "Company",
                list(folders),
                default="company",
                required=True,
                format_func=lambda name: company_folders.TITLES[name],
                key="company",
                bind="query-params",
            )


def _draw_damage(damage: Damaged) -> None:
    st.title("The data is not as it was written")
    st.error(markdown.text(damage))
    if access.viewer().may("undo") and st.button("Go back to the newest good state"):
        st.session_state["told"] = loads.undo()
        st.rerun()


def _mask_is_ready() -> bool:
    """Whether the mask a masked viewer needs is built; if not, draw that and rerun the page once it is."""
    data = generation.current()
    if data is None or not access.viewer().masked:
        return True
    try:
        metric_cache.mask(data)
    except NotMasked as reason:
        st.title("Not ready yet")
        figure_display.note(str(reason))
        _rerun_when_ready(data)
        return False
    return True


@st.fragment(run_every=LOOK_AGAIN)
def _rerun_when_ready(data: generation.GenerationRef) -> None:
    try:
        metric_cache.mask(data)
    except NotMasked:
        return
    st.rerun()


def _draw_context() -> None:
    data = generation.current()
    if data is None:
        return
    scope, load = filters.scope(), generation.newest_load(data)
    if company_folders.is_sample():
        st.html(
            '<p class="sample">You are looking at the <b>sample company</b>, which is made up. '
            "Bring your own files on the page Upload.</p>"
        )
    people = escape(labels.people_of(scope))
    people = f"Only <b>{people}</b>" if scope.where else people
    st.html(
        f'<p class="context"><span>As of <b>{labels.day(scope.as_of)}</b></span>'
        f"<span>{scope.months} months before</span>"
        f"<span>{people}</span>"
        f"<span>{labels.load(load)}</span></p>"
    )
    if not generation.is_newest():
        figure_display.note("What was loaded since is being worked out. This is the state before it.")
    if missing_text := filters.missing():
        figure_display.note(missing_text)


def _draw_welcome() -> None:
    st.title("No data yet")
    st.write("Bring your HR exports on the page Upload, or look around in a company that is made up.")
    if company_folders.may_make_sample() and st.button("Open the sample company", type="primary"):
        with st.spinner("Making 4,000 people and eight years"):
            company_folders.make_sample()
        st.rerun()
    links.to("upload", "Upload files")


run()
