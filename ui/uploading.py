"""HR's files on their way in: kept for the session, read once, tried out, then loaded."""

from __future__ import annotations

import getpass
import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from data_loaders import history, loads
from data_loaders.loads import LoadReport, Request, Said
from data_loaders.problems import LoadRefused
from data_loaders.store import Store
from ui import data, foresight


@dataclass(frozen=True)
class Batch:
    """The files of one upload, as they came, in a folder of this session; `key` says which they are."""

    files: tuple[Path, ...]
    key: str


def own_company() -> Store:
    """Where uploads go: never the sample, whichever company is looked at."""
    return Store(Path(os.environ.get("BENCH_DATA", data.ROOT / "company")))


def batch(files: Sequence[UploadedFile]) -> Batch:
    """Keep the uploaded files in this session's folder. Two files of one name stay two."""
    if "uploads" not in st.session_state:
        st.session_state["uploads"] = tempfile.TemporaryDirectory(prefix="bench-strength-")
    root = Path(st.session_state["uploads"].name)
    contents = [(Path(file.name).name, file.getvalue()) for file in files]
    key = hashlib.sha256(b"".join(name.encode() + hashlib.sha256(body).digest() for name, body in contents)).hexdigest()
    kept: list[Path] = []
    for name, body in contents:
        path = root / key / name
        while path in kept:
            path = path.with_stem(path.stem + " (2)")
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(body)
        kept.append(path)
    return Batch(tuple(kept), key)


def said() -> dict[str, Said]:
    """What HR has said so far, by file name."""
    answers: dict[str, Said] = st.session_state.setdefault("said", {})
    return answers


def keep(file: str, what: str, key: str) -> None:
    """Keep the answer that the widget `key` holds: a file's table or day."""
    said()[file] = replace(said().get(file, Said()), **{what: st.session_state[key]})


def map_field(file: str, field: str, heading: str) -> None:
    """Keep that a heading of a file holds a field."""
    known = said().get(file, Said())
    said()[file] = replace(known, mapping={**known.mapping, field: heading})


def mend(file: str, cells: Mapping[tuple[str | None, str], str], rows: set[tuple[str | None, int]]) -> None:
    """Keep what cells of a file should say, and which of its rows are left out."""
    known = said().get(file, Said())
    said()[file] = replace(known, mends={**known.mends, **cells}, left_out=known.left_out | rows)


def forget() -> None:
    """The files are in, or gone: nothing said of them stands."""
    st.session_state["said"], st.session_state["tried"] = {}, {}
    st.session_state["uploaded"] = st.session_state.get("uploaded", 0) + 1


def try_out(upload: Batch) -> LoadReport:
    """What loading the files would do, with everything found wrong. Nothing is changed; read once per answer of HR."""
    key = (upload.key, repr(sorted(said().items())), own_company().current())
    kept: dict[Any, LoadReport] = st.session_state.setdefault("tried", {})
    if key not in kept:
        kept.clear()
        request = replace(_request(upload), dry_run=True, look=foresight.headlines)
        kept[key] = loads.load(own_company(), request)
    return kept[key]


def carry_out(upload: Batch, tried: LoadReport, *, leave_out: bool) -> LoadReport:
    """Load the files that were tried out. Raises LoadRefused where nothing was changed."""
    return loads.load(own_company(), replace(_request(upload), accept_problems=leave_out), tried.intakes)


def _request(upload: Batch) -> Request:
    return Request(
        files=upload.files, loaded_at=datetime.now().astimezone(), loaded_by=getpass.getuser(), said_of=said()
    )


def past() -> list[dict[str, Any]]:
    """Every load of the own company, newest first."""
    store = own_company()
    if store.current() is None:
        return []
    con = store.open()
    try:
        return history.history(con)[::-1]
    finally:
        con.close()


def undo() -> str:
    """Go back to before the newest load, and say so, or say why not."""
    try:
        return f"Load {history.undo(own_company(), datetime.now().astimezone())} is undone."
    except LoadRefused as refusal:
        return str(refusal)
