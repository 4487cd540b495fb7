"""Takes docs/overview.png again: `make screenshot`. `python tests/browser/screenshot.py [COMPANY [PICTURE]]`"""

from __future__ import annotations

import sys
from pathlib import Path

import chromium
from playwright.sync_api import expect, sync_playwright
from server import ROOT, serving

PICTURE = ROOT / "docs" / "overview.png"


def take(folder: Path = ROOT / "data" / "sample", picture: Path = PICTURE) -> None:
    """The overview of the company in `folder`, as a laptop shows it."""
    with serving(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find_or_get(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.goto(address)
        expect(page.get_by_role("heading", name="What changed")).to_be_visible(timeout=60_000)
        page.wait_for_timeout(1500)  # the charts draw themselves after the script has run
        page.screenshot(path=picture)


if __name__ == "__main__":
    take(*map(Path, sys.argv[1:]))
