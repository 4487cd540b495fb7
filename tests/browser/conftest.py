"""The dashboard in a real browser: started on a free loopback port, over a data folder of the test's own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

import chromium
from server import ROOT, serving

OWN = {"127.0.0.1", "localhost", ""}
PATIENCE = 30_000
Opened = Callable[[str], Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium.find_or_get(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample company, loaded as anybody's files are."""
    folder = tmp_path_factory.mktemp("data") / "sample"
    command = [sys.executable, "-m", "data_loaders", "sample", "--people", "400", "--data", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def masked_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A smaller one, of which it is worked out what may be shown to whoever does not see every person."""
    folder = tmp_path_factory.mktemp("masked") / "company"
    for words in (["data_loaders", "sample", "--people", "100"], ["metrics", "cube"]):
        subprocess.run([sys.executable, "-m", *words, "--data", str(folder)], cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def sample_app(sample_folder: Path) -> Iterator[str]:
    """The address of the dashboard over the sample company."""
    with serving(sample_folder) as address:
        yield address


@pytest.fixture
def strangers() -> list[str]:
    """Addresses outside this machine that the browser asked for; a test that leaves any fails."""
    return []


@pytest.fixture
def context(browser: Browser, strangers: list[str]) -> Iterator[BrowserContext]:
    """A browser window of its own; whatever is asked of another machine is refused and noted."""
    window = browser.new_context(viewport={"width": 1440, "height": 1000}, accept_downloads=True)
    window.set_default_timeout(PATIENCE)

    def note(request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme not in {"data", "blob", "about"} and (where.hostname or "") not in OWN:
            strangers.append(request.url)

    window.on("request", note)
    yield window
    window.close()
    assert strangers == []


@pytest.fixture
def opened(context: BrowserContext, sample_app: str) -> Opened:
    """`opened("retention?unit=Engineering")`: that page of the sample company, drawn to its end."""
    return lambda path: open_page(context.new_page(), f"{sample_app}/{path}")


def open_page(page: Page, address: str) -> Page:
    """Go there and wait until Streamlit has stopped running."""
    page.goto(address)
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until the page's script has run and every part is drawn."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
