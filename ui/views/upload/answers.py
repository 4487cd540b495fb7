"""What HR has said about the files of this session: kept by file and sheet until they are loaded or gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from data_loaders.contract.upload_answers import NOTHING, UploadAnswers, Words
from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.records.ledger import layout

_MARKED = " to mend"  # what the marked workbook's name ends with


def said() -> dict[str, UploadAnswers]:
    """What HR has said so far, by file name."""
    answers: dict[str, UploadAnswers] = st.session_state.setdefault("said", {})
    return answers


def words() -> dict[tuple[str, str], str]:
    """What HR has said words mean, in whichever file they stand."""
    answers: dict[tuple[str, str], str] = st.session_state.setdefault("words", {})
    return answers


def of(file: str) -> UploadAnswers:
    """What HR has said of one file."""
    return said().get(file, UploadAnswers())


def everything(files: Sequence[Path]) -> dict[str, UploadAnswers]:
    """What to load the files by."""
    return {path.name: replace(of(path.name), words=dict(words())) for path in files}


def say(intake: ExtractedTable, **what: Any) -> None:
    """Keep an answer about one sheet: its table, day, mapping or order."""
    known = of(intake.file)
    if intake.sheet is None:
        said()[intake.file] = replace(known, **what)
    else:
        sheet = replace(known.sheets.get(intake.sheet, UploadAnswers()), **what)
        said()[intake.file] = replace(known, sheets={**known.sheets, intake.sheet: sheet})
    if intake.layout:
        _layouts()[layout(intake.layout)] = (Path(intake.file).stem, of(intake.file).of(intake.sheet))


def say_from(intake: ExtractedTable, what: str, key: str) -> None:
    """Keep the answer that the widget `key` holds."""
    say(intake, **{what: st.session_state[key]})


def take_hidden(intake: ExtractedTable, key: str) -> None:
    """Take a hidden sheet, or do not, as the widget `key` says."""
    known, sheet = of(intake.file), {intake.sheet or ""}
    hidden = known.hidden | sheet if st.session_state[key] else known.hidden - sheet
    said()[intake.file] = replace(known, hidden=hidden)


def mend(file: str, cells: Mapping[tuple[str | None, str], str], rows: set[tuple[str | None, int]]) -> None:
    """Keep what cells of a file should say, and which of its rows are left out."""
    known = of(file)
    said()[file] = replace(known, mends={**known.mends, **cells}, left_out=known.left_out | rows)


def take_back(files: Sequence[str]) -> None:
    """Forget the cells mended and the rows left out."""
    for file in files:
        said()[file] = replace(of(file), mends={}, left_out=frozenset())


def new_content(file: str, content: str) -> None:
    """Cells mended on screen are those of one content: another file of the same name has its own."""
    seen: dict[str, str] = st.session_state.setdefault("contents", {})
    if seen.get(file, content) != content:
        take_back([file])
    seen[file] = content


def carried_over(intakes: Sequence[ExtractedTable]) -> bool:
    """Say of a file nothing was said of what was said of the same layout in this session. Whether there was any."""
    fresh = [i for i in intakes if i.file not in said() and i.layout and layout(i.layout) in _layouts()]
    for intake in fresh:
        stem, before = _layouts()[layout(intake.layout)]
        same = Path(intake.file).stem == stem + _MARKED
        say(
            intake,
            table=before.table if before.table != NOTHING else None,
            mapping=before.mapping,
            order=before.order,
            as_of=before.as_of if same else None,
        )
    return bool(fresh)


def forget() -> None:
    """The files are in, or gone: nothing said of them stands."""
    for name in ("said", "words", "layouts", "contents"):
        st.session_state.pop(name, None)


def meanings(answers: Words) -> None:
    """Keep what HR says words mean."""
    words().update(answers)


def _layouts() -> dict[str, tuple[str, UploadAnswers]]:
    found: dict[str, tuple[str, UploadAnswers]] = st.session_state.setdefault("layouts", {})
    return found
