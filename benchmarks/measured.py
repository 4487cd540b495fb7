"""One load or one read in a process of its own: `python -m benchmarks.measured load|read_csv|read_excel FILE…`.

Prints one line of JSON: the seconds it took and the most memory it held, in MB, with that of its own children.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from data_loaders.loading.load import load_files
from data_loaders.loading.request import LoadRequest
from data_loaders.store.generations import Store


def load(files: Sequence[Path]) -> None:
    """Read, check and commit the files into an empty company."""
    with tempfile.TemporaryDirectory(dir=files[0].parent) as folder:
        request = LoadRequest(files=files, loaded_at=datetime.now(UTC), loaded_by="bench", accept_problems=True)
        load_files(Store(folder), request)


def read_csv(files: Sequence[Path]) -> None:
    """What pandas needs to read the text alone, its columns typed by guess."""
    pd.read_csv(files[0])


def read_excel(files: Sequence[Path]) -> None:
    """What pandas needs to read the workbook alone."""
    pd.read_excel(files[0], engine="openpyxl")


TASKS: dict[str, Callable[[Sequence[Path]], None]] = {task.__name__: task for task in (load, read_csv, read_excel)}


def most_memory() -> float:
    """The peak memory of this process and of its largest child in MB, added up as if both peaked at once."""
    import resource

    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(process).ru_maxrss for process in whose) / 1024


if __name__ == "__main__":
    began = time.perf_counter()
    TASKS[sys.argv[1]]([Path(name) for name in sys.argv[2:]])
    print(json.dumps({"seconds": time.perf_counter() - began, "megabytes": most_memory()}))
