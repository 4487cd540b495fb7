"""Which groups may be shown to viewers who do not see every person: worked out once a load, never in a click."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import duckdb
import streamlit as st

from metrics import cube
from metrics.cube import Mask, NotInCube

ROOT = Path(__file__).resolve().parents[1]
_running: dict[tuple[str, str], subprocess.Popen[bytes]] = {}
SMALL = 500  # employments that are worked out at once
WAITING = (
    "It is being worked out which groups are large enough to be shown. After a load this takes a few minutes; the page "
    "opens by itself then."
)


def of(folder: str, name: str, cur: duckdb.DuckDBPyConnection) -> Mask:
    """The mask of a generation. Raises NotInCube while it is being worked out."""
    file = Path(folder) / "cube" / f"{name}.json"
    if not file.exists():
        [(employments,)] = cur.execute("select count(*) from employees").fetchall()
        if employments > SMALL:
            begin(folder, name)
            raise NotInCube(WAITING)
        cube.save(cube.build(cur), file)
    return _kept(str(file), file.stat().st_mtime_ns)


def begin(folder: str, name: str) -> None:
    """Work it out in a process of its own, unless one is at it already."""
    if (folder, name) not in _running or _running[folder, name].poll() is not None:
        command = [sys.executable, "-m", "metrics", "cube", "--data", str(Path(folder).resolve())]
        _running[folder, name] = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


@st.cache_resource(max_entries=4, show_spinner=False)
def _kept(file: str, written: int) -> Mask:
    return cube.load(Path(file))


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """What is being worked out ends with the dashboard that began it."""
    yield
    for one in _running.values():
        one.terminate()
