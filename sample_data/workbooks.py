"""Excel workbooks that are identical byte for byte whenever they are written."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook

from sample_data.world import AS_OF

_WRITTEN = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def write_workbook(path: Path, sheet: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write one sheet with a header row; the file carries AS_OF as its date, never the day of writing."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.append(list(headings))
    for row in rows:
        page.append(list(row))
    content = io.BytesIO()
    book.save(content)
    _repack(content, path)
    return path


def _repack(workbook: io.BytesIO, path: Path) -> None:
    stamp = f"{AS_OF.isoformat()}T18:00:00Z".encode()
    with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _WRITTEN.sub(rb"\g<1>" + stamp, content)
            # entries of an archive carry the time of writing as well
            entry = zipfile.ZipInfo(name, (AS_OF.year, AS_OF.month, AS_OF.day, 18, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
