"""The data folders of the companies that can be looked at: the own one and the sample."""

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
    """The data folder of the own company, with its uploads and grants. The setting BENCH_DATA replaces it."""
    return Path(os.environ.get("BENCH_DATA") or ROOT / "company")


def there() -> dict[str, Path]:
    """The folders of the companies that hold data, by name, the own one first; with BENCH_DATA, only that one."""
    folders = {"company": own()} if os.environ.get("BENCH_DATA") else {name: ROOT / name for name in TITLES}
    return {name: folder for name, folder in folders.items() if Store(folder).current()}


def folder() -> Path | None:
    """The data folder this viewer looks at; None where nothing has been loaded yet."""
    folders = there()
    return folders.get(str(st.session_state.get("company"))) or next(iter(folders.values()), None)


def is_sample() -> bool:
    """Is the company looked at the made-up sample?"""
    current = folder()
    return current is not None and made_up(current)


def made_up(folder: Path) -> bool:
    """Does a data folder hold the made-up company?"""
    return (folder / sample.MARK).exists()


def may_make_sample() -> bool:
    """May the sample company be made? Not with BENCH_DATA, which names a folder for real data alone."""
    return not os.environ.get("BENCH_DATA")


def make_sample() -> None:
    """Make the sample company of 4,000 people in its folder."""
    sample.make_sample(ROOT / "sample", people=4000, seed=7, loaded_at=datetime.now().astimezone())
