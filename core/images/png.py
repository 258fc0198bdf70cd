"""Whether a PNG file is whole, without decoding it: libpng writes on the terminal about those that are not."""

from __future__ import annotations

from zlib import crc32

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def is_broken(content: bytes) -> bool:
    """Whether this begins as a PNG does and ends early or with other bytes than were written.

    A PNG is a row of chunks, each of four bytes with its length, four with its name, the data, and four with the CRC of
    name and data; the last is called IEND (W3C, Portable Network Graphics Specification, 5.3).
    """
    if not content.startswith(SIGNATURE):
        return False
    at, name = len(SIGNATURE), b""
    while name != b"IEND":
        head = content[at : at + 8]
        end = at + 12 + int.from_bytes(head[:4])
        if len(head) < 8 or end > len(content):
            return True
        name, check = head[4:], content[end - 4 : end]
        if crc32(content[at + 4 : end - 4]) != int.from_bytes(check):
            return True
        at = end
    return False
