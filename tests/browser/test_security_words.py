"""Whatever the data says is shown as it was written, and nothing of it is run, drawn, linked or fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from conftest import open_page, settled
from naughty import naughty_company, shown, strings
from playwright.sync_api import Page, expect
from server import ROOT, serving

LABELLED = 40
TEXTS = """([kind, many]) => [...Array(many).keys()].map(n => {
    const there = [...document.querySelectorAll(`.st-key-${kind}-${n} p`)].pop();
    return there ? there.textContent : "";
})"""
SHOWING = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
import streamlit as st
from naughty import naughty_company, shown, strings
from ui.text import markdown
for number, said in enumerate(strings()):
    shown = markdown.text(said)
    with st.container(key=f"caption-{{number}}"):
        st.caption(shown)
    if number < {LABELLED}:
        with st.container(key=f"label-{{number}}"):
            st.button(shown, key=f"button {{number}}")
        with st.container(key=f"error-{{number}}"):
            st.error(shown)
        with st.container(key=f"radio-{{number}}"):
            st.radio("choose", [shown], label_visibility="collapsed", key=f"r {{number}}")
        with st.container(key=f"fold-{{number}}"):
            st.expander(shown)
"""


@pytest.fixture(scope="module")
def showing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page that shows every naughty string as captions, options, labels and messages."""
    folder = tmp_path_factory.mktemp("showing")
    (folder / "showing.py").write_text(SHOWING)
    with serving(folder, script=folder / "showing.py") as address:
        yield address


def test_words_of_the_data_show_as_they_were_written_in_every_kind_of_label(context, showing):
    page = open_page(context.new_page(), showing)
    for kind, many in {
        "caption": len(strings()),
        "label": LABELLED,
        "error": LABELLED,
        "radio": LABELLED,
        "fold": LABELLED,
    }.items():
        found = page.evaluate(TEXTS, [kind, many])
        wrong = [(said, got) for said, got in zip(strings(), found, strict=False) if shown(said) != shown(got)]
        assert wrong == [], kind
    assert (
        page.locator(".stMain").locator("a[href], img, strong, em, code, del, .katex, [style*='color:']").count() == 0
    )


PAGES = ("", "bench", "explore?figure=Retention+rate&retention_rate.by=business_unit&behind=true", "upload", "settings")
ALIVE = """() => {
    const all = selector => [...document.querySelectorAll(selector)];
    const own = url => url.startsWith("data:") || new URL(url, location.href).origin === location.origin;
    return [
        ...all("a[href]").map(a => a.href), ...all("img, video, audio, iframe, embed, object, source, image, use")
            .map(one => one.src || one.href?.baseVal || one.data || "").filter(Boolean),
    ].filter(url => !own(url)).concat(
        all("iframe, embed, object, .katex, .stMarkdownColoredText, .stMarkdownColoredBackground, .stMarkdownBadge, " +
            "img[alt='Streamlit logo'], [aria-label$='home icon'], script:not([src])").slice(1)
            .map(one => one.outerHTML.slice(0, 200)),
        all("*").filter(one => one.getAttributeNames().some(name => name.startsWith("on"))).map(one => one.outerHTML)
    );
}"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company in which everything is called like a naughty string."""
    return naughty_company(tmp_path_factory.mktemp("naughty"))


@pytest.fixture(scope="module")
def address(company: Path) -> Iterator[str]:
    with serving(company) as served:
        yield served


@pytest.fixture
def told() -> list[str]:
    """What the browser complained of or asked: dialogs, and what the content-security-policy had to stop."""
    return []


@pytest.fixture
def page(context, told: list[str]) -> Page:
    page = context.new_page()
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda line: told.append(line.text) if "Content Security Policy" in line.text else None)
    return page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_naughty_strings_holds_nothing_alive(page, told, address, name):
    open_page(page, f"{address}/{name}")
    for fold in page.get_by_test_id("stExpander").locator("summary").all()[:3]:
        fold.click()
    settled(page)
    assert page.evaluate(ALIVE) == []
    assert told == []
    assert page.get_by_test_id("stException").count() == 0


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Headings, words to be asked about, a sheet and a file, all called like naughty strings."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "<img src=x> __b__ $x$ 1. _i_"
    odd = [said for said in strings() if not said.startswith("=") and said.isprintable()][:60]
    sheet.append(["Employee ID", "Offered On", "Outcome", "Decline Reason", *odd])
    for at, said in enumerate(odd):
        sheet.append([f"{at:05d}", "2026-03-01", said if at % 2 else "declined", said, *odd])
    book.save(tmp_path / "<img src=x onerror=alert(1)> **b** $x$ :red[x] offers.xlsx")
    return next(tmp_path.glob("*.xlsx"))


def test_headings_values_sheets_and_file_names_on_their_way_in_are_text(page, told, address, workbook):
    open_page(page, f"{address}/upload")
    page.locator("input[type=file]").set_input_files(workbook)
    expect(page.get_by_text("Words that were not understood")).to_be_visible()
    settled(page)
    assert page.evaluate(ALIVE) == []
    assert told == []
    main = page.locator(".stMain")
    assert main.locator(":is(label, summary, [data-testid=stAlert]) :is(strong, em, code, del, a, img)").count() == 0
    asked = [shown(label) for label in main.get_by_test_id("stSelectbox").locator("label").all_inner_texts()]
    for said in ("**bold** and _italic_", ":material/home:", "[link](https://elsewhere.example)", "$x^2$", "1. one"):
        assert any(label.startswith(f"Decline reason: “{said}”") for label in asked), said
    expect(main.get_by_text(f"{workbook.name} · <img src=x> __b__ $x$ 1. _i_").first).to_be_visible()
