"""The loads of the company looked at: history, undo, kept originals, settings."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from data_loaders.loading import load
from data_loaders.loading.request import LoadRequest
from data_loaders.problems import LoadRefused
from data_loaders.store import load_history
from data_loaders.store.generations import Store
from ui import company_folders
from ui.auth import access, audit


def own_company() -> Store:
    """Where uploads go: never the sample, whichever company is looked at."""
    return Store(company_folders.own())


def settle(**answers: Any) -> str:
    """Load company settings without a file; return the outcome, or the refusal, as a sentence."""
    access.demand("upload")
    try:
        request = LoadRequest((), datetime.now().astimezone(), audit.name(access.viewer()), **answers)
        done = load.load_files(own_company(), request)
    except LoadRefused as refusal:
        return str(refusal)
    return f"Done, as load {done.load_id}. Every page shows it now." if done.load_id else "Nothing was different."


def past() -> list[dict[str, Any]]:
    """One mapping per load of the own company, newest first."""
    access.demand("upload")
    store = own_company()
    if store.current() is None:
        return []
    con = store.open()
    try:
        return load_history.history(con)[::-1]
    finally:
        con.close()


def originals(load_id: int) -> list[Path]:
    """The original files of a load, as far as they are kept, sorted by name."""
    folder = own_company().uploads / str(load_id)
    return sorted(path for path in folder.glob("*") if path.is_file())


def packed(files: Sequence[Path]) -> bytes:
    """The bytes of one file as it is, of several as a zip."""
    if len(files) == 1:
        return files[0].read_bytes()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, path.name)
    return buffer.getvalue()


def undo() -> str:
    """Undo the newest load; return the outcome, or the refusal, as a sentence."""
    access.demand("undo")
    try:
        doer = audit.name(access.viewer())
        return f"Load {load_history.undo(own_company(), datetime.now().astimezone(), undone_by=doer)} is undone."
    except LoadRefused as refusal:
        return str(refusal)
