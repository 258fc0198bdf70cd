"""How large the cells of each stage are in the room there is: whole pixels, the same for all but small filters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gui.grids.grid_picture import NUMBERS_FROM

LARGEST, SMALLEST = 44, 5
FILTER_CELL, LEAST_FILTER_CELL = 28, 22
"""Pixels a side of a filter's cells where those of the maps are smaller, and where there is little height."""
EASY = 22
"""Pixels a side from which titles and long bars come before larger cells."""
HEAD, GAP = 36, 4
"""Pixels of height that the title and the note of a column take, and between two parts."""
LEAST = 82
"""The least width of a column."""
FEW = 10
"""Grids of at most so many cells a side keep room for their numbers and scroll rather than shrink."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the sizes depend on: ``least`` is the least width of the column, ``times`` how many such grids it has.

    ``need`` gives the height of what has to be seen below the grid, for the width of the column.
    """

    is_filter: bool
    rows: int
    columns: int
    least: int
    need: Callable[[int], int] = lambda _: 0
    times: int = 1

    def width(self, cell: int) -> int:
        """Return the width of the column with cells of so many pixels."""
        return max(self.least, self.columns * cell + 2)

    def height(self, cell: int) -> int:
        """Return the height of the column."""
        return self.times * (HEAD + self.rows * cell + 2) + GAP + self.need(self.width(cell))


@dataclass(frozen=True, slots=True)
class Way:
    """One way to share out the width: ``answer`` pixels for what the network says, ``sign`` for each sign.

    ``titles`` are whole; ``spare`` stays free for each filter's derivatives.
    """

    answer: int
    sign: int
    titles: bool = False
    spare: int = 0


def cell_sizes(shapes: Sequence[Shape], width: float, height: float, *, whole: bool = False) -> tuple[int, ...]:
    """Return the side of a cell of each stage, so that columns fit in ``width`` and, with what they need, ``height``.

    Where even the least does not fit the view scrolls; ``whole`` gives up numbers in small grids before that.
    """
    most = max((max(shape.rows, shape.columns) for shape in shapes), default=1)
    low = NUMBERS_FROM if most <= FEW and not whole else SMALLEST
    maps = [shape for shape in shapes if not shape.is_filter]
    tries = (side for side in range(LARGEST, low, -1) if all(shape.height(side) <= height for shape in maps)
             and columns_width(shapes, _sizes(shapes, side, height)) <= width)  # fmt: skip
    return _sizes(shapes, next(tries, low), height)


def _sizes(shapes: Sequence[Shape], side: int, height: float) -> tuple[int, ...]:
    return tuple(max(side, _filter_cell(shape, height)) if shape.is_filter else side for shape in shapes)


def _filter_cell(shape: Shape, height: float) -> int:
    """Return the side of a filter's cells where what stands below it is seen too, if there is room for that."""
    room = int((height - HEAD - 2 - GAP - shape.need(shape.least)) // max(1, shape.rows))
    alone = int((height - HEAD) // max(1, shape.rows))
    return min(FILTER_CELL, alone, max(room, LEAST_FILTER_CELL))


def columns_width(shapes: Sequence[Shape], sizes: Sequence[int]) -> int:
    """Return how wide all columns are with cells of ``sizes``."""
    return sum(shape.width(cell) for shape, cell in zip(shapes, sizes, strict=True))


def best_way(
    ways: Sequence[Way], shapes: Callable[[Way], Sequence[Shape]], room: float, height: float, *, whole: bool
) -> tuple[Way, tuple[int, ...], int]:
    """Return the first way in which all fits and cells are as large as in the last one, or ``EASY``.

    With it come the sizes of cells, and how many pixels of width are left over. ``room`` is for columns and answer.
    """

    def tried(way: Way) -> tuple[Way, tuple[int, ...], int]:
        drawn = shapes(way)
        left = int(room) - way.answer - way.sign * len(drawn)
        sizes = cell_sizes(drawn, left - way.spare, height, whole=whole)
        return way, sizes, left - columns_width(drawn, sizes)

    found = [tried(way) for way in ways]
    enough = min(EASY, min(found[-1][1], default=EASY))
    return next((one for one in found if one[2] >= one[0].spare and min(one[1], default=EASY) >= enough), found[-1])
