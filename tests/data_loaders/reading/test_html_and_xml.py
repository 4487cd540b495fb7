"""Tables named .xls that are web pages or the XML of Excel 2003."""

from __future__ import annotations

import pytest

from data_loaders.reading import html_and_xml

PAGE = """<html><head><style>td {x}</style></head><body><table border=1><tr><th>Employee ID<th>Hire Date</tr>
<tr><td>007</td><td>05/07/2011</td></tr><tr><td colspan=2>Total &amp; more<br>end</td></tr></table></body></html>"""
BOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Workers"><Table><Row><Cell><Data ss:Type="String">Employee ID</Data></Cell>
<Cell><Data ss:Type="String">Hire Date</Data></Cell></Row><Row ss:Index="3"><Cell ss:Index="2">
<Data ss:Type="DateTime">2011-07-05T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_a_web_page_gives_the_rows_of_its_table() -> None:
    ((name, cells),), _ = html_and_xml.read(PAGE.encode())
    assert name is None
    assert [column.to_pylist() for column in cells.columns] == [
        ["Employee ID", "007", "Total & more end"],
        ["Hire Date", "05/07/2011", ""],
    ]


def test_an_xml_workbook_keeps_its_rows_and_columns_in_place() -> None:
    ((name, cells),), _ = html_and_xml.read(BOOK.encode())
    assert name == "Workers"
    assert [column.to_pylist() for column in cells.columns] == [
        ["Employee ID", "", ""],
        ["Hire Date", "", "2011-07-05"],
    ]


@pytest.mark.parametrize(
    "content",
    [
        "<html>no table</html>",
        BOOK.replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "aaaa">]><Workbook', 1),
        BOOK.replace('ss:Index="3"', 'ss:Index="900000000"'),
        BOOK[:200],
    ],
)
def test_what_holds_no_table_or_means_harm_is_refused(content: str) -> None:
    with pytest.raises(ValueError):
        html_and_xml.read(content.encode())
