"""The file `current`: read as it was written, whole or not at all, and replaced in one step."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.store import pointer
from data_loaders.store.pointer import Pointer, UnreadablePointer

SHA256 = "0" * 63 + "a"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (f"000042 {SHA256}\n", Pointer("000042", SHA256)),
        ("000042", Pointer("000042", None)),
        ("1000000\n", Pointer("1000000", None)),
        ("", None),
        ("\n", None),
    ],
)
def test_it_names_a_generation_with_or_without_its_checksum(tmp_path: Path, content: str, says: Pointer | None) -> None:
    pointer.file(tmp_path).write_text(content)
    assert pointer.read(tmp_path) == says


@pytest.mark.parametrize("content", [b"42\n", b"000042 abc\n", f"000042 {SHA256} and more\n".encode(), b"\xff\x00"])
def test_anything_else_is_no_pointer(tmp_path: Path, content: bytes) -> None:
    pointer.file(tmp_path).write_bytes(content)
    with pytest.raises(UnreadablePointer):
        pointer.read(tmp_path)


def test_a_folder_without_one_names_nothing_until_a_first_load_begins(tmp_path: Path) -> None:
    assert (pointer.read(tmp_path), pointer.is_reserved(tmp_path)) == (None, False)
    pointer.reserve(tmp_path)
    assert (pointer.read(tmp_path), pointer.is_reserved(tmp_path)) == (None, True)


def test_reserving_leaves_one_that_is_there(tmp_path: Path) -> None:
    pointer.write(tmp_path, Pointer("000001", SHA256))
    pointer.reserve(tmp_path)
    assert pointer.read(tmp_path) == Pointer("000001", SHA256)


def test_it_is_replaced_at_the_end_of_the_block(tmp_path: Path) -> None:
    pointer.write(tmp_path, Pointer("000001", SHA256))
    with pointer.replacing(tmp_path, Pointer("000002", None)):
        assert pointer.read(tmp_path) == Pointer("000001", SHA256)
    assert pointer.read(tmp_path) == Pointer("000002", None)


def test_what_the_block_raises_leaves_it_as_it_was(tmp_path: Path) -> None:
    pointer.write(tmp_path, Pointer("000001", SHA256))
    with pytest.raises(OSError, match="full"), pointer.replacing(tmp_path, Pointer("000002", SHA256)):
        raise OSError("full")
    assert pointer.read(tmp_path) == Pointer("000001", SHA256)
