"""Blocks of cells as text, the way spreadsheets put them on the clipboard: rows of lines, tabs between cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from core.datasets.csv_records import split_records
from core.errors import ValueRefused
from core.quantity import parse_number

Block: TypeAlias = tuple[tuple[str, ...], ...]
"""Rows of cells, all of one length, as typed."""

LONGEST = 32_000_000
"""Most characters of a block."""


def parse_block(text: str) -> Block:
    """Return the cells of a pasted block; ValueRefused if there is none, or its rows differ in length.

    Cells are parted by tabs; where there is none, by semicolons; where there is none, by commas, unless every
    line reads as one number (``0,5`` is a decimal comma: spreadsheets never part cells by commas).
    """
    if len(text) > LONGEST:
        raise ValueRefused(f"This is too much to paste at once; paste at most {LONGEST:,} characters.")
    rows = _cells(text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))
    if not rows:
        raise ValueRefused("There is nothing to paste: copy cells in a spreadsheet first.")
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise ValueRefused(
                f"Line {number} of what you paste has {len(row)} {'cell' if len(row) == 1 else 'cells'} "
                f"and line 1 has {len(rows[0])}; "
                "copy a block in which all lines are equally long."
            )
    return tuple(rows)


def _cells(text: str) -> list[tuple[str, ...]]:
    lines = [line for line in text.split("\n") if line.strip()]
    delimiter = _delimiter(lines)
    if delimiter is None:
        return [(line.strip(),) for line in lines]
    records, faults = split_records(text, delimiter)
    if faults:
        line, sentence = faults[0]
        raise ValueRefused(f"Line {line} of what you paste: {sentence}")
    return [tuple(record.cells) for record in records]


def _delimiter(lines: Sequence[str]) -> str | None:
    for sign in "\t;":
        if any(sign in line for line in lines):
            return sign
    has_commas = any("," in line for line in lines)
    return "," if has_commas and not all(is_number(line) for line in lines) else None


def is_number(text: str) -> bool:
    """Whether a person would read ``text`` as a number."""
    try:
        parse_number(text)
    except ValueRefused:
        return False
    return True


def has_heading(block: Block) -> bool:
    """Whether the first row holds names: no cell is empty and none is a number."""
    return bool(block) and all(cell and not is_number(cell) for cell in block[0])


def plain_number(value: float) -> str:
    """Return ``value`` as a spreadsheet reads it back exactly: 3 and 0.1, not 3.0."""
    return repr(float(value)).removesuffix(".0")


def format_block(rows: Iterable[Iterable[float | str]]) -> str:
    """Return cells as tab separated lines, numbers in full precision with a decimal point."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerows([cell if isinstance(cell, str) else plain_number(cell) for cell in row] for row in rows)
    return out.getvalue().removesuffix("\n")
