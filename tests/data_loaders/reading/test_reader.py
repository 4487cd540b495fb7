"""What a file holds comes out as text, whatever its name says and however it was written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from data_loaders.problems import ASSUMED_ENCODING, LoadRefused
from data_loaders.reading import reader

ROWS = [["id", "name", "note"], ["007", "Ana Ruiz", "two\nlines"], ["008", "Zoë, M.", 'a "b"']]


def _csv(delimiter: str) -> str:
    cells = ([f'"{cell.replace(chr(34), chr(34) * 2)}"' if cell != "007" else cell for cell in row] for row in ROWS)
    return "\r\n".join(delimiter.join(row) for row in cells) + "\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_is_read_in_any_encoding_and_with_any_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = tmp_path / "export.txt"
    file.write_bytes(_csv(delimiter).encode(encoding))
    (sheet,) = reader.read_file(file)
    assert sheet.top(9) == [[cell.replace("\n", "\n") for cell in row] for row in ROWS]


def test_a_workbook_is_read_whatever_its_name_says(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Employee ID", "Hire Date", "Salary", "Rate"])
    book.active.append([10026, dt.date(2011, 7, 5), 62506.0, 4.6])
    book.save(tmp_path / "roster.xlsx")
    (tmp_path / "roster.xlsx").rename(tmp_path / "roster.csv")
    (sheet,) = reader.read_file(tmp_path / "roster.csv")
    assert sheet.top(9) == [["Employee ID", "Hire Date", "Salary", "Rate"], ["10026", "2011-07-05", "62506", "4.6"]]


def test_row_numbers_count_blank_rows_as_the_spreadsheet_does(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n\n1,2\n")
    (sheet,) = reader.read_file(file)
    assert sheet.top(9) == [["a", "b"], ["", ""], ["1", "2"]]


def test_a_hidden_sheet_is_marked(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.create_sheet("notes").sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in reader.read_file(tmp_path / "a.xlsx")] == [
        ("Sheet", False),
        ("notes", True),
    ]


@pytest.mark.parametrize("cell", ["  Sales ", "\u00a0Sales\u00a0", "Sales\u200b", "\ufeffSales", "\u3000Sales"])
def test_spaces_of_every_kind_around_a_value_are_taken_off(tmp_path: Path, cell: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"unit,n\n{cell},1\n", encoding="utf-8")
    assert reader.read_file(file)[0].top(9)[1] == ["Sales", "1"]


def test_a_row_with_a_cell_too_many_is_named_with_its_row(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,name,unit\n1,Ana,Sales\n2,Ruiz, Bo,Sales\n3,Cy,IT\n")
    (problem,) = reader.read_file(file)[0].problems
    assert (problem.row, problem.severity) == (3, "error")


@pytest.mark.parametrize(
    ("name", "content"), [("empty.csv", b""), ("blank.csv", b"  \n "), ("torn.xlsx", b"PK\x03\x04torn")]
)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LoadRefused, match=name):
        reader.read_file(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("id,name,unit\n1,Ana,Sales\n2,,Bo,IT\n", [3]),
        ("id,name,unit\n1,Ana,Sales\n2,Bo IT\n3,Cy,IT\n", [3]),
        ('id,name,unit\n1,Ana,"Sales\n2,Bo,IT\n3,Cy,IT\n', [2]),
        ("id,name,unit\n1,Ana,Sales\n2,Bo,IT\n", []),
    ],
)
def test_a_row_whose_cells_may_have_moved_is_named(tmp_path: Path, text: str, rows: list[int]) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text)
    assert [problem.row for problem in reader.read_file(file)[0].problems] == rows


def test_a_backslash_before_a_quotation_mark_is_understood(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('id,note,unit\n1,"6\\" tall, so",IT\n2,"b",IT\n')
    assert reader.read_file(file)[0].top(9)[1] == ["1", '6" tall, so', "IT"]


def test_one_torn_letter_does_not_spoil_the_others(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("id,name\n1,Zoë Größe Çelik Ñandú Åse\n2,caf".encode() + b"\xc3\n")
    assert reader.read_file(file)[0].top(9)[1:] == [["1", "Zoë Größe Çelik Ñandú Åse"], ["2", "caf\ufffd"]]


def _assumed(file: Path) -> list[str]:
    return [p.problem for s in reader.read_file(file) for p in s.problems if p.code == ASSUMED_ENCODING]


def test_an_assumed_encoding_is_told_once_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("id,name\n1,Łukasz\n2,Małgorzata\n".encode("cp1250"))
    (problem,) = reader.read_file(file)[0].problems
    assert "Central European (Windows-1250) was assumed" in problem.problem
    assert (problem.severity, problem.file, problem.row) == ("warning", "a.csv", None)
    assert "CSV UTF-8" in problem.remedy


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "utf-8-sig", "utf-16"])
def test_nothing_is_told_of_an_encoding_that_is_certain(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(f"id,name\n1,{'Ann' if encoding == 'ascii' else 'Łukasz'}\n2,\n".encode(encoding))
    assert reader.read_file(file)[0].problems == []


def test_web_pages_xml_and_oracle_files_are_read_in_their_encoding_too(tmp_path: Path) -> None:
    page = "<html><table><tr><td>id</td><td>name</td></tr><tr><td>1</td><td>Łukasz Dąbrowski</td></tr></table></html>"
    book = (
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row>'
        "<Cell><Data>Łukasz</Data></Cell><Cell><Data>Dąbrowski</Data></Cell></Row></Table></Worksheet></Workbook>"
    )
    oracle = "METADATA|Worker|PersonNumber|LastName\nMERGE|Worker|1|Dąbrowski\nMERGE|Worker|2|Wałęsa\n"
    for name, text in (("page.xls", page), ("book.xls", f'<?xml version="1.0"?>{book}'), ("worker.dat", oracle)):
        file = tmp_path / name
        file.write_bytes(text.encode("cp1250"))
        assert "Dąbrowski" in " ".join(" ".join(row) for row in reader.read_file(file)[0].top(9))
        assert len(_assumed(file)) == 1


@pytest.mark.parametrize("said", ['<meta charset="windows-1250">', '<meta content="text/html; charset=windows-1250">'])
def test_a_page_that_says_its_encoding_is_believed(tmp_path: Path, said: str) -> None:
    file = tmp_path / "a.xls"
    file.write_bytes(f"<html>{said}<table><tr><td>id</td><td>Erdős</td></tr></table></html>".encode("cp1250"))
    assert reader.read_file(file)[0].top(1) == [["id", "Erdős"]]
    assert _assumed(file) == []


def test_xml_that_says_its_encoding_is_believed(tmp_path: Path) -> None:
    file = tmp_path / "a.xls"
    file.write_bytes(
        '<?xml version="1.0" encoding="Shift_JIS"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        "<Worksheet><Table><Row><Cell><Data>山田</Data></Cell></Row></Table></Worksheet></Workbook>".encode("cp932")
    )
    assert reader.read_file(file)[0].top(1) == [["山田"]]


def test_a_row_that_lost_a_letter_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("id,name\n1,Łukasz Wąż\n2,Łucja".encode() + b"\xc5\n3,Ann\n")
    (problem,) = reader.read_file(file)[0].problems
    assert (problem.row, problem.severity) == (3, "warning")
