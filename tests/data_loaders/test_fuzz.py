"""Whatever happens to a file on its way, it ends in rows or in problems: never in an exception."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_loaders.extraction.extract import extract_tables
from data_loaders.extraction.extracted_table import ExtractedTable

TODAY = date(2026, 11, 23)
HEADER = ["Employee ID", "Hire Date", "Termination Date", "Full Name", "Job Level", "Base Salary"]


def _taken(file: Path) -> list[ExtractedTable]:
    taken = extract_tables(file, loaded_on=TODAY)
    assert all(intake.table or intake.problems for intake in taken)
    return taken


def _workbook(folder: Path) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for n in range(60):
        book.active.append(
            [f"{n:05d}", date(2015, 1, 1) + timedelta(days=40 * n), None, f"Person {n}", n % 7 + 1, 5e4 + n]
        )
    book.save(folder / "whole.xlsx")
    return (folder / "whole.xlsx").read_bytes()


@pytest.mark.parametrize("seed", range(6))
def test_a_torn_or_garbled_workbook_never_raises(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(_workbook(tmp_path))
    if seed % 2:
        data = data[: chance.randrange(len(data))]
    else:
        for _ in range(30):
            data[chance.randrange(len(data))] = chance.randrange(256)
    file = tmp_path / "garbled.xlsx"
    file.write_bytes(bytes(data))
    _taken(file)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400), text=st.text(max_size=200))
def test_any_bytes_under_a_good_header_never_raise(tmp_path: Path, data: bytes, text: str) -> None:
    file = tmp_path / "any.csv"
    file.write_bytes(",".join(HEADER).encode() + b"\n" + data + text.encode("utf-8", "replace"))
    _taken(file)


PEOPLE = st.lists(
    st.tuples(
        st.text("0123456789", min_size=1, max_size=8).filter(lambda t: t.strip("0") != ""),
        st.dates(date(1970, 1, 1), TODAY),
        st.one_of(st.none(), st.dates(date(1970, 1, 2), date(2040, 12, 31))),
        st.text("abcdefghijklmnop ,'-\"", max_size=20),
        st.one_of(st.none(), st.integers(1, 12)),
        st.one_of(st.none(), st.integers(0, 900_000)),
    ),
    min_size=1,
    max_size=12,
)
DATES = {"iso": "%Y-%m-%d", "named": "%d-%b-%Y", "packed": "%Y%m%d", "stamped": "%Y-%m-%d 00:00:00 UTC"}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=PEOPLE, dates=st.sampled_from(list(DATES)), delimiter=st.sampled_from(",;\t|"), above=st.integers(0, 3))
def test_any_company_comes_back_the_same(
    tmp_path: Path, people: list[tuple[object, ...]], dates: str, delimiter: str, above: int
) -> None:
    def cell(value: object) -> str:
        text = value.strftime(DATES[dates]) if isinstance(value, date) else "" if value is None else str(value)
        return '"' + text.replace('"', '""') + '"'

    lines = [f"Report{delimiter}x"] * above + [delimiter.join(HEADER)]
    lines += [delimiter.join(map(cell, row)) for row in people]
    file = tmp_path / "roster_2026-09-30.csv"
    file.write_bytes("\r\n".join(lines).encode("utf-8-sig"))
    (taken,) = _taken(file)
    assert taken.frame["employee_id"].tolist() == [row[0] for row in people]
    for name, index in (("hire_date", 1), ("termination_date", 2)):
        found = [
            None if day is None else day for day in taken.frame[name].dt.date.where(taken.frame[name].notna(), None)
        ]
        assert [None if day != day else day for day in found] == [row[index] for row in people]
    for name, index in (("job_level", 4), ("base_salary", 5)):
        assert [None if n != n or n is None else int(n) for n in taken.frame[name].astype("float64")] == [
            row[index] for row in people
        ]
