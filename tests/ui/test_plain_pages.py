"""Every page over a company in which everything is called like a naughty string."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from naughty import naughty_company, shown, strings
from streamlit.testing.v1 import AppTest
from unfolding import unfolded

from data_loaders.contract.apostrophes import read_back
from data_loaders.store.generations import Store
from ui import page_register

ROOT = Path(__file__).resolve().parents[2]
PAGES = page_register.NAMES
TAGS = frozenset(
    [
        *[
            "p",
            "b",
            "span",
            "div",
            "ul",
            "ol",
            "li",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "h1",
            "h2",
            "h3",
            "h4",
        ],
        *["br", "style", "code", "dl", "dt", "dd", "small", "em", "i", "a", "img", "svg"],
    ]
)
ATTRIBUTES = frozenset(
    ["class", "title", "role", "alt", "src", "href", "scope", "style", "aria-label", "aria-hidden", "target", "rel"]
)


class _Alive(HTMLParser):
    """The elements of some HTML that could do something, or come from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS or {name for name, _ in attrs} - ATTRIBUTES:
            self.found.append(str(self.get_starttag_text()))
        for name, value in attrs:
            if (name == "src" and not str(value).startswith("data:image/")) or "elsewhere.example" in (
                urlsplit(str(value)).netloc if name == "href" else ""
            ):
                self.found.append(f"{tag} {name}={value}")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Its data folder."""
    return naughty_company(tmp_path_factory.mktemp("naughty"))


@pytest.mark.parametrize("name", PAGES)
def test_the_html_of_a_page_holds_nothing_of_the_data_but_text(
    company: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("BENCH_DATA", str(company))
    app = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=60)
    app = unfolded(app.run().switch_page(str(ROOT / "pages" / f"{name}.py")).run())
    assert not app.exception
    alive = _Alive()
    for element in app.main.get("html"):
        alive.feed(str(element.proto.body))
    assert alive.found == []


def test_what_is_stored_is_what_the_file_says(company: Path) -> None:
    con = Store(company).open()
    titles = dict(con.execute("select role_id, title from critical_roles").fetchall())
    con.close()
    # Our downloads mark what a spreadsheet could run with an apostrophe; it is read back on the way in.
    written = [shown(read_back(said)) for said in strings()]
    seen = [(said, shown(titles.get(f"R{at:04d}", ""))) for at, said in enumerate(written)]
    assert sum(bool(found) for _, found in seen) > 511
    assert [pair for pair in seen if pair[1] not in ("", pair[0])] == []
