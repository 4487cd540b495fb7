"""What is wrong with HR's files, mended where it stands: on screen, in bulk, or in their own workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from data_loaders.contract.value_words import plain
from data_loaders.extraction.extracted_table import ExtractedTable
from data_loaders.loading.load import LoadReport
from data_loaders.problems import AMBIGUOUS_DATES, ASSUMED_ENCODING, CLOSE_HEADING, Problem
from data_loaders.spreadsheets import annotated_workbook
from ui.components import downloads, export, figure_display, tables
from ui.text import labels
from ui.views.upload import answers, questions
from ui.views.upload.batch import Batch

LONGEST_GRID = 300
_ASKED = (AMBIGUOUS_DATES, CLOSE_HEADING)  # shown above with their question
Parts = Mapping[tuple[str | None, str | None, str | None], frozenset[str]]  # file, sheet, cell → cells beside it
SAYS, SHOULD_SAY, LEAVE_OUT = "Says", "Should say", "Leave out"


def draw(upload: Batch, report: LoadReport) -> None:
    """Every problem, errors first: counted by kind, mended in a grid, or taken away as a marked workbook."""
    if not (report.problems or _changed(upload)):
        return
    figure_display.section("What to look at")
    _mended(upload)
    errors = len(report.errors)
    told = labels.plural(errors, "error", "errors"), labels.plural(len(report.problems) - errors, "warning", "warnings")
    st.write(f"{told[0]} and {told[1]}. A row with an error stays out; a warning keeps nothing out.")
    ordered = sorted(report.problems, key=lambda p: (p.severity, p.file or "", p.row is not None, p.row or 0))
    unread = {(intake.file, intake.sheet) for intake in report.intakes if intake.table is None}  # told where they stand
    of_files = [p for p in ordered if p.row is None and p.code not in _ASKED]
    _whole_files([p for p in of_files if (p.file, p.sheet) not in unread or p.code == ASSUMED_ENCODING])
    asked = questions.asked(report.intakes)
    in_rows = [problem for problem in ordered if problem.row is not None]
    _grid(
        [p for p in in_rows if (p.file, p.sheet, p.column, plain(p.value or "")) not in asked], _parts(report.intakes)
    )
    _take_away(upload, ordered)


def _changed(upload: Batch) -> int:
    files = [answers.of(path.name) for path in upload.files]
    return sum(len(said.mends) + len(said.left_out) for said in files)


def _mended(upload: Batch) -> None:
    """What HR has changed on screen, and the way back."""
    if not _changed(upload):
        return
    lines = []
    for path in upload.files:
        said = answers.of(path.name)
        at = [(sheet, f"{cell} {f'says {text}' if text else 'is empty'}") for (sheet, cell), text in said.mends.items()]
        at += [(sheet, f"row {row} is left out") for sheet, row in sorted(said.left_out, key=lambda one: one[1])]
        lines += [f"{path.name}{f' · {sheet}' if sheet else ''}: {text}" for sheet, text in at]
    with st.expander(f"Changed by you: {labels.plural(len(lines), 'place', 'places')}"):
        st.html("<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>")
        st.button("Take all of it back", on_click=answers.take_back, args=([path.name for path in upload.files],))


def _whole_files(problems: Sequence[Problem]) -> None:
    """Problems of a file, a sheet or a column, a line each."""
    if problems:
        columns = {
            "File": [" · ".join(filter(None, (p.file, p.sheet))) for p in problems],
            "Column": [p.column or "" for p in problems],
            "Kind": [p.severity for p in problems],
            "What is wrong": [p.problem for p in problems],
            "What to do": [p.remedy for p in problems],
        }
        st.html(tables.plain(pd.DataFrame(columns), kind="stacked"))


def _parts(intakes: Sequence[ExtractedTable]) -> Parts:
    """The cells of each part of a row that holds several: one nomination of a role with its successors beside it."""
    seats = ((intake, seat) for intake in intakes for seat in intake.seats.values())
    return {(intake.file, intake.sheet, cell): seat.own for intake, seat in seats for cell in seat.own}


def _grid(problems: Sequence[Problem], parts: Parts) -> None:
    """The problem rows as a grid: type what a cell should say, or leave the row out, then check again."""
    if not problems:
        return
    shown = list(problems[:LONGEST_GRID])
    grid = pd.DataFrame(
        {
            LEAVE_OUT: False,
            "Row": [p.row for p in shown],
            "Column": [p.column or "" for p in shown],
            SAYS: [p.value or "" for p in shown],
            SHOULD_SAY: pd.Series([None] * len(shown), dtype="str"),
            "What is wrong": [f"{p.problem} {p.remedy}" for p in shown],
            "Kind": [p.severity for p in shown],
            "File": [" · ".join(filter(None, (p.file, p.sheet))) for p in shown],
        }
    )
    mended = st.data_editor(
        grid,
        hide_index=True,
        width="stretch",
        disabled=[name for name in grid.columns if name not in (LEAVE_OUT, SHOULD_SAY)],
        key=f"grid {tables.digest(grid)}",
    )
    if len(problems) > len(shown):
        st.caption(f"The first {len(shown)} of {len(problems):,}; the downloads hold all.")
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    with left:
        if st.button("Check again", type="primary", disabled=mended.equals(grid)):
            _apply(shown, mended, parts)
            st.rerun()
    with right:
        _in_bulk(problems)


def _apply(problems: Sequence[Problem], mended: pd.DataFrame, parts: Parts) -> None:
    for problem, out, text in zip(problems, mended[LEAVE_OUT], mended[SHOULD_SAY], strict=True):
        cells = {(problem.sheet, problem.cell): str(text)} if problem.cell and isinstance(text, str) else {}
        part = parts.get((problem.file, problem.sheet, problem.cell), ())
        if out and part:
            cells = {(problem.sheet, cell): "" for cell in part}
        rows = {(problem.sheet, problem.row)} if out and problem.row and not part else set()
        if problem.file and (cells or rows):
            answers.mend(problem.file, cells, rows)


def _in_bulk(problems: Sequence[Problem]) -> None:
    """The same wrong value in many rows of a column: one answer for all of them."""
    counted = Counter((p.file, p.column, p.value) for p in problems if p.cell and p.value)
    often = [key for key, times in counted.most_common() if times > 1]
    if not often:
        return
    with st.popover("Same value in many rows"):
        chosen = st.selectbox(
            "Wherever it says", often, format_func=lambda key: f"{key[1]}: {key[2]} ({counted[key]} rows)"
        )
        text = st.text_input("it should say", key=f"bulk {chosen}")
        if st.button("Use it in all these rows", disabled=not text):
            for problem in problems:
                if (problem.file, problem.column, problem.value) == chosen and problem.file and problem.cell:
                    answers.mend(problem.file, {(problem.sheet, problem.cell): text}, set())
            st.rerun()


def _take_away(upload: Batch, problems: Sequence[Problem]) -> None:
    """The list as CSV, and each file with problems as a workbook in which they are marked."""
    with st.container(horizontal=True):
        downloads.offer(
            "Download the list",
            lambda: export.csv(frame(problems)),
            file_name="problems.csv",
            mime="text/csv",
            key="problems",
            right="upload",
            metric="problems",
            rows=len(problems),
        )
        for path in upload.files:
            found = [problem for problem in problems if problem.file == path.name]
            if found:
                _marked(path, found)


def _marked(path: Path, problems: Sequence[Problem]) -> None:
    downloads.offer(
        f"Download {path.stem} with the problems marked",
        partial(annotated_workbook.annotate, path, problems, answers.of(path.name).mends),
        file_name=f"{path.stem} to mend.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=f"marked {path.name}",
        right="upload",
        metric="problems",
        rows=len(problems),
    )


def frame(problems: Sequence[Problem]) -> pd.DataFrame:
    """One row per problem, as `load --json` names the columns."""
    columns = ["file", "sheet", "row", "column", "cell", "value", "severity", "problem", "remedy"]
    found = pd.DataFrame([problem.as_dict() for problem in problems], columns=columns)
    return found.astype({"row": "Int64"})
