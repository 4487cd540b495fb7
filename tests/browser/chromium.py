"""Finds a Chromium for the browser tests, or gets one.

`python tests/browser/chromium.py` prints its path, or says what to do and exits 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
PLACES = (
    "/usr/bin/chromium",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
REMEDY = (
    "No Chromium for the browser tests: none on this machine, none from its package manager, none from Playwright. "
    "Install Chromium or Chrome, or name one: CHROMIUM=/path/to/chromium make test"
)


class NoChromium(Exception):
    """No browser is there and none can be had."""


@cache
def find_or_get() -> Path:
    """The path of a Chromium that starts: $CHROMIUM, else one already here, else apt-get's, else Playwright's own.

    Raises NoChromium with the remedy where none can be had, and where $CHROMIUM names one that does not start.
    """
    if named := os.environ.get("CHROMIUM"):
        if starts(Path(named)):
            return Path(named)
        raise NoChromium(f"CHROMIUM={named} does not start. Correct it, or leave it out to have one looked for.")
    for path in candidates():
        if starts(path):
            return path
    raise NoChromium(REMEDY)


def candidates() -> Iterator[Path]:
    """Places to look, cheapest first; those that need a download come last and are only tried when reached."""
    yield from already_here()
    if from_apt():
        yield from already_here()
    yield from playwrights_own(download=True)


def already_here() -> Iterator[Path]:
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    yield from (Path(place) for place in PLACES)
    yield from playwrights_own(download=False)


def from_apt() -> bool:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    print("Installing Chromium with apt-get (once).", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run = [
        subprocess.run(["apt-get", *words], env=environment, capture_output=True, check=False)
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"])
    ]
    return run[-1].returncode == 0


def playwrights_own(*, download: bool) -> Iterator[Path]:
    if download:
        print("Getting Playwright's Chromium (once).", file=sys.stderr)
        libraries = ["--with-deps"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [sys.executable, "-m", "playwright", "install", *libraries, "chromium"]
        subprocess.run(command, capture_output=True, check=False)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    yield path


def starts(path: Path) -> bool:
    """Whether it is a browser that runs: Ubuntu's `chromium-browser` may be a stub that only asks for a snap."""
    if not path.is_file():
        return False
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and any(name in answer.stdout for name in ("Chrom", "Edge"))


if __name__ == "__main__":
    try:
        print(f"Browser tests use {find_or_get()}")
    except NoChromium as reason:
        sys.exit(str(reason))
