"""HR's answers about the files of this session, kept by file and sheet until these are loaded or removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from data_loaders.contract.upload_answers import NOTHING, UploadAnswers, Words
from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.records.ledger import layout

_MARKED = " to mend"  # ends the name of the workbook with marked problems


def said() -> dict[str, UploadAnswers]:
    """The answers so far, by file name."""
    answers: dict[str, UploadAnswers] = st.session_state.setdefault("said", {})
    return answers


def words() -> dict[tuple[str, str], str]:
    """The meanings given to words, by field and plain word, for all files."""
    answers: dict[tuple[str, str], str] = st.session_state.setdefault("words", {})
    return answers


def of(file: str) -> UploadAnswers:
    """The answers about one file, empty where there are none."""
    return said().get(file, UploadAnswers())


def everything(files: Sequence[Path]) -> dict[str, UploadAnswers]:
    """The answers to load the files with, by file name, each with the meanings of words."""
    return {path.name: replace(of(path.name), words=dict(words())) for path in files}


def say(intake: ExtractedTable, **answer: Any) -> None:
    """Keep an answer about one sheet: its table, day, mapping or order."""
    previous = of(intake.file)
    if intake.sheet is None:
        said()[intake.file] = replace(previous, **answer)
    else:
        sheet = replace(previous.sheets.get(intake.sheet, UploadAnswers()), **answer)
        said()[intake.file] = replace(previous, sheets={**previous.sheets, intake.sheet: sheet})
    if intake.layout:
        _layouts()[layout(intake.layout)] = (Path(intake.file).stem, of(intake.file).of(intake.sheet))


def say_from(intake: ExtractedTable, what: str, key: str) -> None:
    """Keep the answer that the widget `key` holds."""
    say(intake, **{what: st.session_state[key]})


def take_hidden(intake: ExtractedTable, key: str) -> None:
    """Include or leave out a hidden sheet, by the value of the widget `key`."""
    previous, sheet = of(intake.file), {intake.sheet or ""}
    hidden = previous.hidden | sheet if st.session_state[key] else previous.hidden - sheet
    said()[intake.file] = replace(previous, hidden=hidden)


def mend(file: str, cells: Mapping[tuple[str | None, str], str], rows: set[tuple[str | None, int]]) -> None:
    """Keep the corrected cells of a file, and which of its rows are left out."""
    previous = of(file)
    said()[file] = replace(previous, mends={**previous.mends, **cells}, left_out=previous.left_out | rows)


def take_back(files: Sequence[str]) -> None:
    """Forget the corrected cells and the rows left out."""
    for file in files:
        said()[file] = replace(of(file), mends={}, left_out=frozenset())


def new_content(file: str, content: str) -> None:
    """Forget the corrections of a file whose content is new: they belong to the cells of the old one."""
    digests: dict[str, str] = st.session_state.setdefault("contents", {})
    if digests.get(file, content) != content:
        take_back([file])
    digests[file] = content


def carried_over(intakes: Sequence[ExtractedTable]) -> bool:
    """Apply the answers about a layout to files of the same layout that have none yet; whether there were any.

    The day is carried over only to the marked copy of the same file: another file shows another day.
    """
    without_answers = [
        table for table in intakes if table.file not in said() and table.layout and layout(table.layout) in _layouts()
    ]
    for intake in without_answers:
        stem, before = _layouts()[layout(intake.layout)]
        is_marked_copy = Path(intake.file).stem == stem + _MARKED
        say(
            intake,
            table=before.table if before.table != NOTHING else None,
            mapping=before.mapping,
            order=before.order,
            as_of=before.as_of if is_marked_copy else None,
        )
    return bool(without_answers)


def forget() -> None:
    """Forget all answers, once the files are loaded or removed."""
    for name in ("said", "words", "layouts", "contents"):
        st.session_state.pop(name, None)


def meanings(answers: Words) -> None:
    """Keep what HR says words mean."""
    words().update(answers)


def _layouts() -> dict[str, tuple[str, UploadAnswers]]:
    layouts: dict[str, tuple[str, UploadAnswers]] = st.session_state.setdefault("layouts", {})
    return layouts
