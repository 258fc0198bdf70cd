"""The letters O and X as images of any size, 0 and 1; at 6 × 6 the two of the example.

Both are drawn in a square of n cells a side: the X is both diagonals, the O a ring through the middle of each side,
the cells whose distances from the nearest edges add up to (n − 1) ÷ 2, rounded down. From 24 cells a side on, strokes
are two and more cells wide: one more for every 12.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from core.document import Bools, Floats, Indices

_WIDER = 12
"""Cells a side for each cell of a stroke's width."""


def _ring(row: Indices, column: Indices, last: int) -> Bools:
    near: Bools = np.minimum(row, last - row) + np.minimum(column, last - column) == last // 2
    return near


def _cross(row: Indices, column: Indices, last: int) -> Bools:
    both: Bools = (row == column) | (row + column == last)
    return both


LETTERS: Mapping[str, Callable[[Indices, Indices, int], Bools]] = {"O": _ring, "X": _cross}
"""Which cells are ink, by row and column, both counted from 0, and the number of the last."""


def letter(name: str, height: int = 6, width: int = 6) -> Floats:
    """Return the letter "O" or "X" in the middle of an image (height, width); KeyError for another."""
    side = min(height, width)
    stroke = max(1, side // _WIDER)
    cells = max(1, side // stroke)
    row, column = np.indices((cells, cells))
    ink = np.kron(LETTERS[name](row, column, cells - 1), np.ones((stroke, stroke)))
    image = np.zeros((height, width))
    top, left = (height - len(ink)) // 2, (width - len(ink)) // 2
    image[top : top + len(ink), left : left + len(ink)] = ink
    return image
