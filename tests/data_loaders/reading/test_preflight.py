"""What is not a spreadsheet, or is one made to do harm, ends in one sentence before a parser sees it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from data_loaders.problems import LoadRefused
from data_loaders.reading import preflight


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


REFUSED = {
    "a PDF": (b"%PDF-1.7 ...", "a PDF document"),
    "a picture": (b"\x89PNG\r\n", "a picture"),
    "a Word document": (_zip(**{"word/document.xml": b"<w/>"}), "a text document"),
    "a presentation": (_zip(**{"ppt/presentation.xml": b"<p/>"}), "a presentation"),
    "an archive of files": (_zip(**{"roster.csv": b"a,b"}), "an archive of other files"),
    "XML entities": (_zip(**{"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "XML entities"),
    "a bomb": (_zip(**{"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * 110 * 1024**2}), "unpacks to"),
    "encrypted Office": (preflight._OLE + "EncryptedPackage".encode("utf-16-le") * 4, "password"),
    "encrypted ODS": (_zip(**{"content.xml": b"x", "META-INF/manifest.xml": b"<encryption-data/>"}), "password"),
    "half a file": (_zip(**{"xl/workbook.xml": b"<x/>" * 500})[:60], "damaged"),
    "nothing": (b"\xef\xbb\xbf \r\n", "is empty"),
}


@pytest.mark.parametrize(("content", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_spreadsheet_is_refused_by_name(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "export.xlsx"
    file.write_bytes(content)
    with pytest.raises(LoadRefused, match=f"export.xlsx .*{why}"):
        preflight.inspect(file)


def test_macros_and_links_are_a_warning_and_no_reason_to_refuse(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsm")
    with zipfile.ZipFile(tmp_path / "a.xlsm", "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<x/>")
    found = preflight.inspect(tmp_path / "a.xlsm")
    assert found.kind == "workbook"
    assert len(found.warnings) == 2


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"a,b\n1,2\n", "text"),
        (b"<5 years,b\n1,2\n", "text"),
        (b"\n<html><table><tr><td>a</td></tr></table>", "markup"),
        (b'<?xml version="1.0"?><Workbook/>', "markup"),
    ],
)
def test_pages_and_text_are_told_apart(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "export.xls").write_bytes(content)
    assert preflight.inspect(tmp_path / "export.xls").kind == kind
