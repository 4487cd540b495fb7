"""Keep people who were erased from coming back with a later file: out of the tables, and out of the kept copy."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.loading.request import LoadRequest
from data_loaders.privacy import erased_ids, file_redaction
from data_loaders.privacy.person import Person
from data_loaders.problems import Problem

_POINTING = ("manager_id", "incumbent_id")


@contextmanager
def without_erased(
    folder: Path, request: LoadRequest, intakes: Sequence[ExtractedTable], mapping: Mapping[str, Any]
) -> Iterator[tuple[LoadRequest, list[ExtractedTable]]]:
    """The request and its intakes without people erased in this company, for as long as the block.

    A warning of each intake counts the rows left out. Files with nobody to leave out are used as they are; the others
    are redacted copies in a temporary folder.
    """
    by_file: dict[str, set[str]] = {}
    if erased_ids.anybody(folder):
        for intake in intakes:
            by_file[intake.file] = by_file.get(intake.file, set()) | erased_ids.among(folder, _identities(intake))
    if not any(by_file.values()):
        yield request, list(intakes)
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        files = [
            _redact_file(Path(path), by_file.get(Path(path).name, set()), mapping, Path(directory))
            for path in request.files
        ]
        yield replace(request, files=files), [_without_people(intake, by_file[intake.file]) for intake in intakes]


def _identities(intake: ExtractedTable) -> set[str]:
    columns = [name for name in ("employee_id", *_POINTING) if name in intake.frame]
    return {str(value) for name in columns for value in intake.frame[name].dropna().unique()}


def _redact_file(path: Path, erased: set[str], mapping: Mapping[str, Any], folder: Path) -> Path:
    """The path of a copy without these people, under the same name where the format can be written; else the path."""
    for number, identity in enumerate(sorted(erased)):
        person = Person(identity)
        file_redaction.gather(path, mapping, person)
        redacted = file_redaction.cleaned(path, mapping, person)
        if redacted:
            path = folder / str(number) / redacted.name
            path.parent.mkdir()
            path.write_bytes(redacted.content)
    return path


def _without_people(intake: ExtractedTable, identities: set[str]) -> ExtractedTable:
    frame = intake.frame
    if "employee_id" in frame:
        about_erased = frame["employee_id"].isin(identities)
        rows = set(frame["row_number"][about_erased].tolist())
        frame = frame[~about_erased].reset_index(drop=True)
    else:
        rows = set()
    pointing = [name for name in _POINTING if name in frame and frame[name].isin(identities).any()]
    for name in pointing:
        frame = frame.assign(**{name: frame[name].mask(frame[name].isin(identities), _missing_value(frame[name]))})
    warnings = [Problem(p.problem, p.remedy, p.severity) for p in _warnings(len(rows), bool(pointing))]
    remaining = [problem for problem in intake.problems if problem.row not in rows]
    warnings = [replace(problem, file=intake.file, sheet=intake.sheet) for problem in warnings]
    return replace(intake, frame=frame, problems=[*remaining, *warnings])


def _missing_value(column: pd.Series) -> Any:
    return column.dtype.na_value if hasattr(column.dtype, "na_value") else None


def _warnings(rows: int, pointing: bool) -> Iterator[Problem]:
    remedy = "Leave them out of the next export."
    if rows:
        yield Problem(f"{rows:,} rows of people who were erased here are left out.", remedy, "warning")
    if pointing:
        yield Problem("Other rows point at people who were erased here; there they name nobody.", remedy, "warning")
