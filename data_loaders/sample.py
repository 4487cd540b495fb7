"""The synthetic company, made as files and loaded like anybody's."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from data_loaders.loading import load
from data_loaders.loading.load import LoadReport
from data_loaders.loading.request import LoadRequest
from data_loaders.problems import LoadRefused
from data_loaders.store.generations import Store

MARK = "sample"  # a file beside the generations that says: nobody's data, may be made anew


def make_sample(folder: Path, *, people: int, seed: int, loaded_at: datetime) -> LoadReport:
    """Write the sample company's files, load them into `folder` and return what the load did.

    Raises LoadRefused where the folder holds a company that is not a sample.
    """
    from sample_data import company  # here alone: a real load never needs it

    if Store(folder).current() and not (folder / MARK).exists():
        raise LoadRefused(f"{folder} holds a real company.", "Make the sample in another folder: --data FOLDER.")
    parent = folder.parent
    parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=parent))
    try:
        (fresh / MARK).touch()
        with tempfile.TemporaryDirectory() as exports:
            files = company.write(Path(exports), people=people, seed=seed)
            report = load.load_files(Store(fresh), LoadRequest(files=files, loaded_at=loaded_at, loaded_by="sample"))
        shutil.rmtree(folder, ignore_errors=True)
        fresh.replace(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return report
