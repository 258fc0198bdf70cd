"""A PNG that is cut off or damaged is told from one that is whole."""

from __future__ import annotations

from zlib import compress, crc32

import pytest

from core.images.png import SIGNATURE, is_broken


def chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + name + data + crc32(name + data).to_bytes(4)


HEAD = (2).to_bytes(4) + (1).to_bytes(4) + b"\x08\x00\x00\x00\x00"  # 2 × 1 pixels, 8 bits, grey
WHOLE = SIGNATURE + chunk(b"IHDR", HEAD) + chunk(b"IDAT", compress(b"\x00\x10\x20")) + chunk(b"IEND", b"")


def test_one_that_is_whole_is_not_broken() -> None:
    assert not is_broken(WHOLE)
    assert not is_broken(WHOLE + b"more")


@pytest.mark.parametrize("length", range(len(SIGNATURE), len(WHOLE)))
def test_cut_off_anywhere_it_is_broken(length: int) -> None:
    assert is_broken(WHOLE[:length])


def test_with_one_byte_changed_it_is_broken() -> None:
    at = WHOLE.index(b"IDAT") + 6
    assert is_broken(WHOLE[:at] + bytes([WHOLE[at] ^ 1]) + WHOLE[at + 1 :])


def test_other_files_are_not_judged() -> None:
    assert not is_broken(b"GIF89a")
    assert not is_broken(b"")
