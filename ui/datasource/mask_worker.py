"""The masks that say which groups masked viewers may see: built once per load, in a process of their own."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import streamlit as st

from data_loaders import child_process
from data_loaders.privacy import grants as granted
from data_loaders.problems import LoadRefused
from data_loaders.store.generations import Store
from metrics import loaded_state
from metrics.company import Cursor
from metrics.disclosure_control import mask, mask_files
from metrics.disclosure_control.mask import Mask, NotMasked
from ui import company_folders
from ui.auth import access

_running: dict[tuple[str, str], subprocess.Popen[bytes]] = {}
SMALL = 500  # employments that are worked out at once
EVERY = 10  # seconds between two looks for what is newly loaded
WAITING = (
    "It is being worked out which groups are large enough to be shown. After a load this takes a minute or two; the "
    "page opens by itself then."
)


def of(folder: str, name: str, cur: Cursor) -> Mask:
    """The mask of a generation. Raises NotMasked while it is being built."""
    file = mask_files.file(Path(folder), name)
    if not file.exists():
        if loaded_state.data_span(cur).employments > SMALL:
            begin(folder, name)
            raise NotMasked(WAITING)
        mask_files.save(mask.build(cur), file)
    return _loaded_mask(str(file), file.stat().st_mtime_ns)


def newest_ready(store: Store, newest: str) -> str:
    """The newest state that can be shown: `newest` or an ancestor that has a mask; `newest` where none has.

    Ancestors made by an earlier version of the program do not count: their tables hold something else.
    """
    if mask_files.file(store.folder, newest).exists():
        return newest
    before = store.measurable_ancestors(newest)
    return next((state for state in before if mask_files.file(store.folder, state).exists()), newest)


def begin(folder: str, name: str) -> None:
    """Start building the mask in a process of low priority, unless one is running already."""
    if (folder, name) not in _running or _running[folder, name].poll() is not None:
        _running[folder, name] = child_process.start(
            "metrics",
            "cube",
            "--data",
            str(Path(folder).resolve()),
            ahead=["nice"] if shutil.which("nice") else [],
            environment={"OPENBLAS_NUM_THREADS": "1"},
            folder=child_process.ROOT,
            output=subprocess.DEVNULL,
            errors=subprocess.DEVNULL,
        )


def begin_where_missing() -> None:
    """Start building, once each, the missing mask of the newest state of every company that has masked viewers.

    The newest state changes by a load, an undo, an erasure or a restore, here or on the command line. The sample
    company can always be viewed as a masked role. A folder that cannot be read is skipped: the pages report it.
    """
    with contextlib.suppress(LoadRefused, OSError, sqlite3.Error):
        for name, folder in company_folders.there().items():
            newest = Store(folder).current()
            limited = name == "sample" or any(access.of(grant).masked for grant in granted.grants(folder))
            if newest is None or not limited or (str(folder), newest) in _running:
                continue
            if not mask_files.file(folder, newest).exists():
                begin(str(folder), newest)


@st.cache_resource(max_entries=4, show_spinner=False)
def _loaded_mask(file: str, written: int) -> Mask:
    return mask_files.load(Path(file))


@contextlib.asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Build masks of newly loaded states while the dashboard runs; end unfinished processes when it stops."""
    watch = asyncio.create_task(_watch())
    yield
    watch.cancel()
    for process in _running.values():
        process.terminate()


async def _watch() -> None:
    while True:
        await asyncio.to_thread(begin_where_missing)
        await asyncio.sleep(EVERY)
