"""The files of one upload: kept for the session, read once, tried out, then loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import config
from streamlit.runtime.uploaded_file_manager import UploadedFile

from data_loaders.loading import load, load_process
from data_loaders.loading.load import LoadReport
from data_loaders.loading.request import LoadRequest
from ui.auth import access, audit
from ui.datasource.loads import own_company
from ui.views.upload import answers, impact, progress, session_files


@dataclass(frozen=True)
class Batch:
    """The files of one upload, unchanged, in a folder of this session; `key` is a hash of their names and contents."""

    files: tuple[Path, ...]
    key: str
    size: int = 0  # bytes


def limit() -> str:
    """How large a file may be, and how that is changed."""
    return (
        f"A file may have up to {config.get_option('server.maxUploadSize')} MB. Whoever runs this can raise that: "
        "`server.maxUploadSize` in .streamlit/config.toml. The command `python -m data_loaders load` has no limit."
    )


def batch(files: Sequence[UploadedFile]) -> Batch:
    """Save the uploaded files in this session's folder; of two files with one name, the second is renamed."""
    root = session_files.folder()
    contents = [(Path(file.name).name, file.getvalue()) for file in files]
    digests = [hashlib.sha256(body).hexdigest() for _, body in contents]
    listing = "".join(f"{name} {digest}\n" for (name, _), digest in zip(contents, digests, strict=True))
    key = hashlib.sha256(listing.encode()).hexdigest()
    paths: list[Path] = []
    for (name, body), digest in zip(contents, digests, strict=True):
        path = root / key / name
        while path in paths:
            path = path.with_stem(path.stem + " (2)")
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(body)
        answers.new_content(path.name, digest)
        paths.append(path)
    return Batch(tuple(paths), key, sum(len(body) for _, body in contents))


def forget() -> None:
    """Forget the answers and reports, and empty the uploader, once the files are loaded or removed."""
    answers.forget()
    st.session_state["tried"] = {}
    st.session_state["uploaded"] = st.session_state.get("uploaded", 0) + 1


def try_out(upload: Batch) -> LoadReport:
    """A dry run of the load, with every problem. Changes nothing; the report is kept until an answer changes."""
    access.demand("upload")
    reports: dict[Any, LoadReport] = st.session_state.setdefault("tried", {})
    if _cache_key(upload) not in reports:
        reports.clear()
        with progress.stages(upload.key, own_company().current, long=upload.size > progress.LONG) as tell:
            request = replace(_request(upload), dry_run=True, look=impact.headlines, progress=tell)
            report = _load(upload)(own_company(), request)
        reports[_cache_key(upload)] = report
        # the answers have changed, so the report just made is out of date
        if answers.carried_over(report.intakes):
            return try_out(upload)
    return reports[_cache_key(upload)]


def carry_out(upload: Batch, tried: LoadReport, *, leave_out: bool) -> LoadReport:
    """Load the files that were tried out. Raises LoadRefused where nothing was changed."""
    access.demand("upload")
    with progress.stages(None, own_company().current, long=upload.size > progress.LONG) as tell:
        request = replace(_request(upload), accept_problems=leave_out, progress=tell)
        return _load(upload)(own_company(), request, tried.intakes)


def _load(upload: Batch) -> Callable[..., LoadReport]:
    """The load function: large files load in a process of their own, which keeps the pages fast; small ones here."""
    return load_process.load_in_process if upload.size > progress.LONG else load.load_files


def _cache_key(upload: Batch) -> tuple[Any, ...]:
    return upload.key, repr(sorted(answers.everything(upload.files).items())), own_company().current()


def _request(upload: Batch) -> LoadRequest:
    return LoadRequest(
        files=upload.files,
        loaded_at=datetime.now().astimezone(),
        loaded_by=audit.name(access.viewer()),
        said_of=answers.everything(upload.files),
    )
