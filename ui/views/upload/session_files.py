"""Where the files of one session lie until they are loaded: a folder that goes with the session."""

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
    """This session's folder, made when it is first asked for."""
    _clear()
    if "uploads" not in st.session_state:
        st.session_state["uploads"] = tempfile.TemporaryDirectory(prefix=_NAME.format(process=os.getpid()))
    return Path(st.session_state["uploads"].name)


@cache
def _clear() -> None:
    """Once a process: what dashboards that were killed have left goes."""
    for stale in Path(tempfile.gettempdir()).glob(_NAME.format(process="*") + "*"):
        named = re.match(_NAME.format(process=r"(\d+)"), stale.name)
        if named and stale.stat().st_uid == os.getuid() and not _runs(int(named[1])):
            shutil.rmtree(stale, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's
    return True
