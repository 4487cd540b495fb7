"""Run a load in a child process, so that it does not slow the pages that the parent serves meanwhile."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection

from data_loaders import child_process, storage_errors
from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.loading import load
from data_loaders.loading.load import LoadReport
from data_loaders.loading.request import LoadRequest
from data_loaders.problems import LoadRefused
from data_loaders.store.generations import Store

BEAT = 0.5  # seconds after which the newest stage is reported again, so that a load can be stopped within a stage
BEHIND = 10  # niceness of the child: pages of the parent go first

_ENDED = (
    "The load was ended from outside before it was done, maybe for want of memory. Nothing was changed.",
    "Load it again, or in smaller files.",
)


def load_in_process(store: Store, request: LoadRequest, intakes: list[ExtractedTable] | None = None) -> LoadReport:
    """`load.load_files` in a child process. An exception from `request.progress` ends the process and the load.

    Raises LoadRefused, with every problem found, where nothing was changed.
    """
    with child_process.begun("data_loaders.loading.load_process") as child:
        try:
            child.send((store.folder, replace(request, progress=_ignore_progress), intakes))
            return _outcome(child, request.progress)
        except (EOFError, ConnectionError):
            raise LoadRefused(*_ENDED) from None


def _outcome(child: Connection, progress: Callable[[str], object]) -> LoadReport:
    stage = ""
    while True:
        if child.poll(BEAT):
            message = child.recv()
            if isinstance(message, LoadReport):
                return message
            if isinstance(message, Exception):
                raise message
            stage = message
        if stage:
            progress(stage)


def _ignore_progress(_: str) -> None:
    """Stand in for `request.progress`, which cannot be pickled: the child reports stages through the pipe."""


def _work(parent: Connection) -> None:
    os.nice(BEHIND)
    with storage_errors.sent_through(parent):
        folder, request, intakes = parent.recv()
        parent.send(load.load_files(Store(folder), replace(request, progress=parent.send), intakes))


if __name__ == "__main__":
    _work(Connection(int(sys.argv[1])))
