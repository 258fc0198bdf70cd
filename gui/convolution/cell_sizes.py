"""How large the cells of each stage are in the room there is: whole pixels, the same for all but small filters."""

from __future__ import annotations

from collections.abc import Sequence

from gui.convolution.grid_picture import NUMBERS_FROM

LARGEST, SMALLEST = 44, 5
FILTER_CELL = 28
"""Pixels a side of a filter's cells where those of the maps are smaller."""
HEAD = 36
"""Pixels of height that the title and the note of a column take."""
LEAST = 82
"""The least width of a column."""
SIGN = 22
"""The width of a sign between two columns, with the room at its sides."""
FEW = 10
"""Grids of at most so many cells a side keep room for their numbers and scroll rather than shrink."""

Shapes = Sequence[tuple[bool, int, int, int]]
"""(whether it is a filter, rows, columns, the least width of its column) of each stage."""


def cell_sizes(shapes: Shapes, width: float, height: float, *, whole: bool = False) -> tuple[int, ...]:
    """Return the side of a cell of each stage, so that columns and signs fit in ``width`` and grids in ``height``.

    Where even the least does not fit the view scrolls; ``whole`` gives up numbers in small grids before that.
    """
    rows = max((rows for _, rows, *_ in shapes), default=1)
    most = max(max(shape[1:3]) for shape in shapes) if shapes else 1
    high = int(min(LARGEST, max(SMALLEST, height // rows)))
    low = NUMBERS_FROM if most <= FEW and not whole else SMALLEST
    high = max(high, low)
    tries = (side for side in range(high, low, -1) if total_width(shapes, _sizes(shapes, side, height)) <= width)
    side = next(tries, max(low, SMALLEST))
    return _sizes(shapes, side, height)


def _sizes(shapes: Shapes, side: int, height: float) -> tuple[int, ...]:
    return tuple(max(side, min(FILTER_CELL, int(height // max(1, rows)))) if is_filter else side
                 for is_filter, rows, *_ in shapes)  # fmt: skip


def total_width(shapes: Shapes, sizes: tuple[int, ...]) -> int:
    """Return how wide columns with cells of ``sizes`` are with a sign beside each."""
    wide = (max(least, columns * cell + 2) for (_, _, columns, least), cell in zip(shapes, sizes, strict=True))
    return sum(wide) + SIGN * len(shapes)
