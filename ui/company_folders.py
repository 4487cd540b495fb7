"""Which companies there are to look at, and where their data lies."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import streamlit as st

from data_loaders import sample
from data_loaders.store.generations import Store

ROOT = Path(__file__).resolve().parents[1] / "data"
TITLES = {"company": "Your company", "sample": "Sample company"}


def own() -> Path:
    """Where the company's own data lies: what is uploaded, and who may see it. The setting BENCH_DATA replaces it."""
    return Path(os.environ.get("BENCH_DATA") or ROOT / "company")


def there() -> dict[str, Path]:
    """The companies that hold data, by name: the own one first. The setting BENCH_DATA leaves one alone."""
    folders = {"company": own()} if os.environ.get("BENCH_DATA") else {name: ROOT / name for name in TITLES}
    return {name: folder for name, folder in folders.items() if Store(folder).current()}


def folder() -> Path | None:
    """The data folder this viewer looks at; None where nothing has been loaded yet."""
    found = there()
    return found.get(str(st.session_state.get("company"))) or next(iter(found.values()), None)


def is_sample() -> bool:
    """Is it the made-up company?"""
    where = folder()
    return where is not None and made_up(where)


def made_up(folder: Path) -> bool:
    """Does a data folder hold the made-up company?"""
    return (folder / sample.MARK).exists()


def may_make_sample() -> bool:
    """Is there room for the made-up company? The setting BENCH_DATA names a folder for real data alone."""
    return not os.environ.get("BENCH_DATA")


def make_sample() -> None:
    """Make the sample company, where nobody has brought data yet."""
    sample.make_sample(ROOT / "sample", people=4000, seed=7, loaded_at=datetime.now().astimezone())
