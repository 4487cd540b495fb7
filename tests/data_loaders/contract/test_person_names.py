"""People by id, by name, or both in one cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data_loaders.extraction.extract import extract_tables
from data_loaders.extraction.extracted_table import ExtractedTable


def _taken(tmp_path: Path, text: str) -> ExtractedTable:
    (tmp_path / "roster_2026-09-30.csv").write_text(text, encoding="utf-8")
    (intake,) = extract_tables(tmp_path / "roster_2026-09-30.csv", loaded_on=date(2026, 11, 23))
    return intake


def test_a_name_with_its_id_in_brackets_gives_both(tmp_path: Path) -> None:
    taken = _taken(
        tmp_path, "Worker,Hire Date,Gender\nAna Ruiz (1001),2020-01-01,F\nBo (Robert) Li (0042),2020-01-01,M\n"
    )
    assert taken.frame["employee_id"].tolist() == ["1001", "0042"]
    assert taken.frame["full_name"].tolist() == ["Ana Ruiz", "Bo (Robert) Li"]


def test_a_column_of_managers_is_told_apart_by_what_it_holds(tmp_path: Path) -> None:
    by_id = _taken(
        tmp_path, "Employee ID,Hire Date,Full Name,Reports To\n1,2020-01-01,Ana Ruiz,\n2,2020-01-01,Bo Li,1\n"
    )
    by_name = _taken(
        tmp_path, "Employee ID,Hire Date,Full Name,Reports To\n1,2020-01-01,Ana Ruiz,\n2,2020-01-01,Bo Li,Ana Ruiz\n"
    )
    both = _taken(
        tmp_path, "Employee ID,Hire Date,Full Name,Manager\n1,2020-01-01,Ana Ruiz,\n2,2020-01-01,Bo Li,Ana Ruiz (1)\n"
    )
    assert [t.frame["manager_id"].fillna("").tolist() for t in (by_id, by_name, both)] == [["", "1"]] * 3


def test_managers_are_found_by_name_where_no_id_is_anybodys(tmp_path: Path) -> None:
    taken = _taken(
        tmp_path,
        'Employee ID,Hire Date,Full Name,Manager ID,Manager Name\n10,2020-01-01,"Ruiz, Ana  M.",,\n'
        '11,2020-01-01,"Li, Bo",77,Ana Ruiz\n12,2020-01-01,"Li, Bo",77,Ana Ruiz\n13,2020-01-01,"Day, Cy",78,Bo Li\n'
        '14,2020-01-01,"May, Di",79,Someone Else\n',
    )
    assert taken.frame["manager_id"].fillna("").tolist() == ["", "10", "10", "", ""]
    assert sorted(p.row for p in taken.problems if p.row) == [5, 6]
    assert "several people" in next(p.problem for p in taken.problems if p.row == 5)
