"""The cells of many lines at once: most tables are plain, and plain lines need no look at each cell.

What is not plain is left to ``csv_records`` and to ``number``, which say what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import repeat

import msgspec
import numpy as np

from core.document import Floats

_POINT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?(\d+,?\d*|,\d+)([eE][+-]?\d+)?")
_DECODER = msgspec.json.Decoder(list[float])


def looks_like(cell: str, decimal: str) -> bool:
    """Whether ``cell`` is written as a number with that sign before its decimals."""
    return (_COMMA if decimal == "," else _POINT).fullmatch(cell) is not None


def number(cell: str, decimal: str) -> float | None:
    """Return the finite number in a cell, or None."""
    plain = cell.strip().replace("−", "-")
    if not plain.isascii() or not looks_like(plain, decimal):
        return None
    value = float(plain.replace(",", "."))
    return value if abs(value) < float("inf") else None


def join_lines(lines: Sequence[str], delimiter: str, width: int) -> str | None:
    """Return the cells of ``lines`` parted by ``delimiter``, quotes taken off.

    None where a line does not hold ``width`` cells, or has quotes that are not just round a cell.
    """
    if {*map(str.count, lines, repeat(delimiter))} != {width - 1}:
        return None
    text = delimiter.join(lines)
    return _unquoted(text, delimiter) if '"' in text else text


def _unquoted(text: str, delimiter: str) -> str | None:
    """Return ``text`` without its quotes if each pair stands round a whole cell without delimiter, None otherwise."""
    framed = f"{delimiter}{text}{delimiter}"
    pieces = framed.split('"')
    inside = pieces[1::2]
    pairs = (len(pieces) - 1) / 2
    if framed.count(f'{delimiter}"') != pairs or framed.count(f'"{delimiter}') != pairs:
        return None
    if delimiter in "".join(inside) or [*map(str.strip, inside)] != inside:
        return None
    return text.replace('"', "")


def numbers(text: str, delimiter: str, decimal: str, count: int) -> Floats | None:
    """Return the ``count`` numbers parted by ``delimiter`` in ``text``; None if a cell is none, or is not finite."""
    if decimal == ",":
        if "." in text:
            return None
        text = text.replace(",", ".")
    plain = text.replace(delimiter, ",").replace("−", "-")
    try:
        found = _DECODER.decode(f"[{plain}]")
    except (msgspec.DecodeError, ValueError):
        found = _freely_written(plain)
    array = np.array(found, dtype=np.float64)
    return array if len(array) == count and np.isfinite(array).all() else None


def _freely_written(text: str) -> list[float]:
    """Return numbers that JSON does not know: +1, .5, 5., 007; none at all where one is no number."""
    if "_" in text or not text.isascii():
        return []
    try:
        return [*map(float, text.split(","))]
    except ValueError:
        return []
