"""A sheet that lists codes and names is known as one."""

from __future__ import annotations

import pytest

from data_loaders.extraction import code_lists
from data_loaders.reading import sheet
from data_loaders.reading.sheet import Sheet


@pytest.mark.parametrize(
    ("rows", "listed"),
    [
        ([["DepartmentID", "Name"], ["1", "Sales"], ["2", "IT"]], {"departmentid": {"1": "Sales", "2": "IT"}}),
        ([["Dept Code", "Dept"], ["S", "Sales"]], {"deptcode": {"S": "Sales"}}),
        ([["Location ID", "Location Description"], ["S", "Lyon"]], {"locationid": {"S": "Lyon"}}),
        ([["DepartmentID", "Name"], ["1", "Sales"], ["1", "IT"]], {}),
        ([["ID", "Name"], ["1", "Sales"]], {}),
        ([["Name", "City"], ["Ana", "Lyon"]], {}),
        ([], {}),
    ],
)
def test_a_list_of_codes_and_names(rows: list[list[str]], listed: dict[str, dict[str, str]]) -> None:
    assert code_lists.of(Sheet("a.csv", None, sheet.from_rows(rows))) == listed
