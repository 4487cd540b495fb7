"""The problems in HR's files, corrected in a grid, in bulk, or in a marked copy of the workbook."""

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
from ui.components import download_files, downloads, figure_display, tables
from ui.text import labels
from ui.views.upload import answers, questions
from ui.views.upload.batch import Batch

LONGEST_GRID = 300
_ASKED = (AMBIGUOUS_DATES, CLOSE_HEADING)  # shown above with their question
Parts = Mapping[tuple[str | None, str | None, str | None], frozenset[str]]  # file, sheet, cell → cells beside it
SAYS, SHOULD_SAY, LEAVE_OUT = "Says", "Should say", "Leave out"


def draw(upload: Batch, report: LoadReport) -> None:
    """Draw every problem, errors first, with the grid to correct them and the marked workbooks to download."""
    if not (report.problems or _change_count(upload)):
        return
    figure_display.section("What to look at")
    _draw_changes(upload)
    errors = len(report.errors)
    counts = (
        labels.plural(errors, "error", "errors"),
        labels.plural(len(report.problems) - errors, "warning", "warnings"),
    )
    st.write(f"{counts[0]} and {counts[1]}. A row with an error stays out; a warning keeps nothing out.")
    ordered = sorted(report.problems, key=lambda p: (p.severity, p.file or "", p.row is not None, p.row or 0))
    unread_sheets = {
        (intake.file, intake.sheet) for intake in report.intakes if intake.table is None
    }  # told where they stand
    without_row = [p for p in ordered if p.row is None and p.code not in _ASKED]
    _whole_files([p for p in without_row if (p.file, p.sheet) not in unread_sheets or p.code == ASSUMED_ENCODING])
    asked_cells = questions.asked(report.intakes)
    in_rows = [problem for problem in ordered if problem.row is not None]
    _grid(
        [p for p in in_rows if (p.file, p.sheet, p.column, plain(p.value or "")) not in asked_cells],
        _parts(report.intakes),
    )
    _offer_downloads(upload, ordered)


def _change_count(upload: Batch) -> int:
    files = [answers.of(path.name) for path in upload.files]
    return sum(len(file_answers.mends) + len(file_answers.left_out) for file_answers in files)


def _draw_changes(upload: Batch) -> None:
    """Draw what HR has changed on screen, and the button that takes it back."""
    if not _change_count(upload):
        return
    lines = []
    for path in upload.files:
        file_answers = answers.of(path.name)
        places = [
            (sheet, f"{cell} {f'says {text}' if text else 'is empty'}")
            for (sheet, cell), text in file_answers.mends.items()
        ]
        places += [
            (sheet, f"row {row} is left out")
            for sheet, row in sorted(file_answers.left_out, key=lambda sheet_row: sheet_row[1])
        ]
        lines += [f"{path.name}{f' · {sheet}' if sheet else ''}: {text}" for sheet, text in places]
    with st.expander(f"Changed by you: {labels.plural(len(lines), 'place', 'places')}"):
        st.html("<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>")
        st.button("Take all of it back", on_click=answers.take_back, args=([path.name for path in upload.files],))


def _whole_files(problems: Sequence[Problem]) -> None:
    """Draw the problems of a file, a sheet or a column, one line each."""
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
    """By file, sheet and cell, all cells of the record it belongs to, where one sheet row holds several records.

    In a sheet with the successors of a role side by side, leaving one out must not leave out the others.
    """
    seats = ((intake, seat) for intake in intakes for seat in intake.seats.values())
    return {(intake.file, intake.sheet, cell): seat.own for intake, seat in seats for cell in seat.own}


def _grid(problems: Sequence[Problem], parts: Parts) -> None:
    """Draw the problems of rows as a grid in which to correct a cell or leave its row out, then check again."""
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
        _draw_bulk_correction(problems)


def _apply(problems: Sequence[Problem], mended: pd.DataFrame, parts: Parts) -> None:
    for problem, out, text in zip(problems, mended[LEAVE_OUT], mended[SHOULD_SAY], strict=True):
        cells = {(problem.sheet, problem.cell): str(text)} if problem.cell and isinstance(text, str) else {}
        part = parts.get((problem.file, problem.sheet, problem.cell), ())
        if out and part:
            cells = {(problem.sheet, cell): "" for cell in part}
        rows = {(problem.sheet, problem.row)} if out and problem.row and not part else set()
        if problem.file and (cells or rows):
            answers.mend(problem.file, cells, rows)


def _draw_bulk_correction(problems: Sequence[Problem]) -> None:
    """Draw one correction for a wrong value that many rows of a column share."""
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


def _offer_downloads(upload: Batch, problems: Sequence[Problem]) -> None:
    """Draw the downloads: the problems as CSV, and each file with problems as a workbook that marks them."""
    with st.container(horizontal=True):
        downloads.offer(
            "Download the list",
            lambda: download_files.csv(frame(problems)),
            file_name="problems.csv",
            mime="text/csv",
            key="problems",
            right="upload",
            metric="problems",
            rows=len(problems),
        )
        for path in upload.files:
            problems_of_file = [problem for problem in problems if problem.file == path.name]
            if problems_of_file:
                _offer_marked_workbook(path, problems_of_file)


def _offer_marked_workbook(path: Path, problems: Sequence[Problem]) -> None:
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
    """One row per problem, with the columns of `load --json`."""
    columns = ["file", "sheet", "row", "column", "cell", "value", "severity", "problem", "remedy"]
    rows = pd.DataFrame([problem.as_dict() for problem in problems], columns=columns)
    # problems of a whole file have no row, and NaN would turn the other row numbers into floats
    return rows.astype({"row": "Int64"})
