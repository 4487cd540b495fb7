"""The temporary folder of one session's uploaded files, removed with the session."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

import streamlit as st

_NAME = "bench-strength-{process}-"


def folder() -> Path:
    """This session's folder, created on first use."""
    _remove_stale_folders()
    if "uploads" not in st.session_state:
        st.session_state["uploads"] = tempfile.TemporaryDirectory(prefix=_NAME.format(process=os.getpid()))
    return Path(st.session_state["uploads"].name)


@cache
def _remove_stale_folders() -> None:
    """Remove, once per process, the folders that killed dashboards of the same user have left behind."""
    for stale in Path(tempfile.gettempdir()).glob(_NAME.format(process="*") + "*"):
        match = re.match(_NAME.format(process=r"(\d+)"), stale.name)
        if match and stale.stat().st_uid == os.getuid() and not _is_running(int(match[1])):
            shutil.rmtree(stale, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        # signal 0 is never delivered; it only checks that the process exists
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's
    return True
