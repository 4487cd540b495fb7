"""The command that prints what a page shows."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from metrics import filter_values
from metrics.scope import Scope

DEFAULT_FOLDER = "company"


def line(
    name: str,
    scope: Scope,
    options: Mapping[str, Any],
    *,
    trend: int = 0,
    min_group: int = 1,
    folder: Path | None = None,
) -> str:
    """`python -m metrics NAME …` for that scope and those options, ready to paste into a shell.

    `folder` is the company's data folder; it is named unless it is the one the command line takes by itself.
    """
    words = ["python", "-m", "metrics", name, "--as-of", scope.as_of.isoformat(), "--months", str(scope.months)]
    if scope.by:
        words += ["--by", ",".join(scope.by)]
    for column, values in scope.where:
        words += ["--where", f"{column}={filter_values.comma_separated(values)}"]
    for option, value in options.items():
        words += ["--option", f"{option}={value}"]
    if trend:
        words += ["--trend", str(trend)]
    words += ["--min-group", str(min_group)]
    if folder is not None and folder.name != DEFAULT_FOLDER:
        words += ["--data", str(folder)]
    return shlex.join(words)
