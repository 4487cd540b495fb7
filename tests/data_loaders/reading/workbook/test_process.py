"""Workbooks: what a parser blanks is kept, and what makes a parser fail ends in one sentence."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from data_loaders.problems import LoadRefused
from data_loaders.reading import reader
from data_loaders.reading.workbook import process


def test_an_error_and_a_formula_without_a_value_are_not_blanks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "date", "pay"])
    book.active.append(["1", "#REF!", "=B2*12"])
    book.save(tmp_path / "a.xlsx")
    assert reader.read_file(tmp_path / "a.xlsx")[0].top(9)[1] == ["1", "#REF!", "=B2*12"]


def test_zeros_that_a_number_format_shows_are_kept(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "n"])
    book.active.append([42, 42])
    book.active["A2"].number_format = "00000"
    book.save(tmp_path / "a.xlsx")
    assert reader.read_file(tmp_path / "a.xlsx")[0].top(9)[1] == ["00042", "42"]


def test_a_sheet_that_claims_more_than_it_holds_is_refused_in_one_sentence(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "n"])
    book.active["XFD1048576"] = "far away"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(LoadRefused, match=r"a\.xlsx"):
        process.read(tmp_path / "a.xlsx")


def test_a_reader_that_takes_too_long_or_too_much_is_stopped(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "n"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(LoadRefused, match="longer than 0"):
        process.read(tmp_path / "a.xlsx", seconds=0)
    with pytest.raises(LoadRefused):
        process.read(tmp_path / "a.xlsx", megabytes=60)


def test_a_hidden_sheet_is_read_when_it_is_wanted_by_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden = book.create_sheet("old")
    hidden.append(["id", "n"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert [sheet.cells.num_columns for sheet in process.read(tmp_path / "a.xlsx")] == [0, 0]
    assert [sheet.cells.num_columns for sheet in process.read(tmp_path / "a.xlsx", ["old"])] == [0, 2]


def test_what_stands_in_merged_cells_holds_for_every_row_they_reach_over(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Unit", "id"], ["Ops", "1"], [None, "2"], ["Sales", "3"], [None, None]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("A4:A6")
    book.save(tmp_path / "a.xlsx")
    assert reader.read_file(tmp_path / "a.xlsx")[0].top(9) == [
        ["Unit", "id"],
        ["Ops", "1"],
        ["Ops", "2"],
        ["Sales", "3"],
    ]
