"""In .xls and .xlsb files, cells whose formula failed are problems with their address, and shown zeros are kept."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from binary_books import Cell, Failed, Styled, Unvalued, write_xls, write_xlsb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_loaders.extraction.extract import extract_tables
from data_loaders.reading.workbook import xls, xlsb
from data_loaders.reading.workbook.xlsx import Overlay

HEADER: list[Cell] = ["Employee ID", "Hire Date", "Department", "Base Salary", "Job Level"]
TODAY = date(2026, 11, 23)
Write = Callable[[Path, list[list[Cell]]], Path]
BOTH = pytest.mark.parametrize(("write", "name"), [(write_xls, "staff.xls"), (write_xlsb, "staff.xlsb")])


@BOTH
def test_error_cells_are_told_with_their_cells(tmp_path: Path, write: Write, name: str) -> None:
    rows: list[list[Cell]] = [
        HEADER,
        ["0042", "2020-01-01", Failed(0x17), Failed(0x2A, formula=False), 4.0],
        ["0043", Failed(0x0F), "Sales", 52000.0, 4.0],
    ]
    [taken] = extract_tables(write(tmp_path / name, rows), loaded_on=TODAY)
    assert sorted((p.cell, p.value, p.severity) for p in taken.problems if p.cell) == [
        ("B3", "#VALUE!", "error"),
        ("C2", "#REF!", "warning"),
        ("D2", "#N/A", "warning"),
    ]
    assert taken.frame["base_salary"].tolist()[1] == 52000


@BOTH
def test_zeros_that_the_number_format_shows_are_kept(tmp_path: Path, write: Write, name: str) -> None:
    rows: list[list[Cell]] = [HEADER, [Styled(42), "2020-01-01", "Sales", 52000.0, 4.0]]
    [taken] = extract_tables(write(tmp_path / name, rows), loaded_on=TODAY)
    assert taken.frame["employee_id"].tolist() == ["00042"]
    assert taken.frame["base_salary"].tolist() == [52000]


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        pytest.param([Unvalued(), Unvalued()], ["C2", "D2"], id="nobody has worked the workbook out"),
        pytest.param([Unvalued(flags=1, zero=True), 1.0], ["C2"], id="to be worked out on opening"),
        pytest.param([Unvalued(zero=True), 1.0], [], id="worked out, and 0"),
        pytest.param([Unvalued(), Unvalued(zero=True)], [], id="others have values, so empty is one"),
    ],
)
def test_formulas_without_a_value_are_named(tmp_path: Path, cells: list[Cell], named: list[str]) -> None:
    file = write_xls(tmp_path / "staff.xls", [HEADER, ["0042", "2020-01-01", *cells, 4.0]])
    [taken] = extract_tables(file, loaded_on=TODAY)
    assert sorted(p.cell or "" for p in taken.problems if p.value == "=") == named


@pytest.mark.parametrize(
    ("bits", "number"),
    [(42 << 2 | 2, 42), (-7 << 2 & 0xFFFFFFFF | 2, -7), (1234 << 2 | 3, 12.34), (0x3FF80000, 1.5), (0x3FF80001, 0.015)],
)
def test_packed_numbers_are_whole_or_the_head_of_a_double_perhaps_in_hundredths(bits: int, number: float) -> None:
    assert xls.packed_number(bits) == pytest.approx(number)


@pytest.mark.parametrize("cut", [8, 30, 70, 512, 600, 1100, 1540, 1700, 2000])
def test_a_torn_file_is_no_harm(tmp_path: Path, cut: int) -> None:
    file = write_xls(tmp_path / "staff.xls", [HEADER, ["0042", "2020-01-01", Failed(0x17), 1.0, 4.0]])
    file.write_bytes(file.read_bytes()[:cut])
    found = xls.overlays(file)
    assert all(text == "#REF!" for overlay in found.values() for text in overlay.values())


def test_a_chain_of_sectors_that_bites_its_tail_ends(tmp_path: Path) -> None:
    file = write_xls(tmp_path / "staff.xls", [HEADER])
    data = bytearray(file.read_bytes())
    struct.pack_into("<I", data, 512 + 8, 2)  # the first sector of the stream is followed by itself
    file.write_bytes(data)
    assert isinstance(xls.overlays(file), dict)


def test_a_record_longer_than_its_part_ends_the_reading(tmp_path: Path) -> None:
    import zipfile

    file = write_xlsb(tmp_path / "staff.xlsb", [HEADER, ["0042", "2020-01-01", Failed(0x17), 1.0, 4.0]])
    with zipfile.ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(tmp_path / "torn.xlsb", "w") as book:
        for name, content in parts.items():
            book.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    assert xlsb.overlays(tmp_path / "torn.xlsb") == {"Staff": {}}


CELLS = st.one_of(
    st.sampled_from(["Ops", "", "#no error"]),
    st.floats(-1e6, 1e6).map(lambda number: round(number, 2)),
    st.integers(0, 99_999).map(Styled),
    st.builds(Failed, st.sampled_from(sorted(xls.ERRORS)), st.booleans()),
)


def _shown(cell: Cell) -> str | None:
    """What only the bytes beside the values say of a cell."""
    if isinstance(cell, Failed):
        return xls.ERRORS[cell.code]
    return f"{cell.number:05d}" if isinstance(cell, Styled) else None


@pytest.mark.parametrize(
    ("write", "overlays"), [(write_xls, xls.overlays), (write_xlsb, xlsb.overlays)], ids=["xls", "xlsb"]
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=12))
def test_every_failed_cell_and_every_shown_zero_is_found_and_nothing_else(
    tmp_path: Path,
    write: Write,
    overlays: Callable[[Path], dict[str, Overlay]],
    rows: list[list[Cell]],
) -> None:
    expected = {
        (row, column): shown
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if (shown := _shown(cell)) is not None
    }
    assert overlays(write(tmp_path / "any", rows)) == {"Staff": expected}
