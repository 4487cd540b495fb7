"""Leading zeros come back only where the column as a whole says so."""

from __future__ import annotations

import pytest

from data_loaders.loading.zero_padding import padded

KNOWN = {"007", "042", "101", "A1"}
CASES = {
    "short numbers that match padded": (["7", "42"], [], {"7": "007", "42": "042"}),
    "a full-length id beside them": (["7"], ["101"], {"7": "007"}),
    "one of three is nobody's either way": (["7", "42", "43"], [], {"7": "007", "42": "042"}),
    "most are nobody's either way": (["7", "43", "44"], [], {}),
    "another short number is somebody's as it is": (["7"], ["42"], {}),
    "words": (["seven"], [], {}),
    "nothing to pad": ([], ["101"], {}),
}


@pytest.mark.parametrize(("strange", "familiar", "expected"), CASES.values(), ids=CASES)
def test_padding(strange: list[str], familiar: list[str], expected: dict[str, str]) -> None:
    assert padded(strange, familiar, KNOWN) == expected


def test_two_widths_that_both_match_leave_it_open() -> None:
    assert padded(["7"], [], {"007", "0007"}) == {}
