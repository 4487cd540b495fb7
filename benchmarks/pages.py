"""A page's rerun on a filter not requested before, and on one requested already."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from streamlit.testing.v1 import AppTest

from benchmarks.companies import ROOT

CHANGED, SEEN = 1.0, 0.2
PAGES = ("overview", "retention", "refusals", "bench")
FILTER = "unit"
UNITS = 5


@dataclass(frozen=True)
class Rerun:
    """Median seconds of a page's rerun on new filters and on repeated ones."""

    page: str
    changed: float
    seen: float

    @property
    def holds(self) -> bool:
        return self.changed <= CHANGED and self.seen <= SEEN


def reruns(folder: Path, units: int = UNITS) -> Iterator[Rerun]:
    """Each existing page on the company in that folder: one unit after the other, then the same units again."""
    os.environ["BENCH_DATA"] = str(folder)
    for page in PAGES:
        if not (ROOT / "pages" / f"{page}.py").exists():
            continue
        app = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=300).run()
        app.switch_page(f"../pages/{page}.py").run()
        units_shown = app.multiselect(key=FILTER).options[:units]
        changed = [_rerun(app, unit) for unit in units_shown]
        seen = [_rerun(app, unit) for unit in units_shown]
        yield Rerun(page, median(changed), median(seen))


def _rerun(app: AppTest, unit: str) -> float:
    app.multiselect(key=FILTER).set_value([unit])
    began = time.perf_counter()
    app.run()
    seconds = time.perf_counter() - began
    if app.exception:
        raise RuntimeError(app.exception[0].value)
    return seconds
