"""Pictures of weight matrices on the connections of layers: how large, where there is room, what is under a point.

A row is a target unit and a column a source unit, both counted from 0 here, as in the matrix itself. Filters lie side
by side as one sheet, filter after filter and in each channel after channel, on the connection into their convolution.
Pure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF

from core.document import Document, Floats, Ref, wired
from gui.canvas.geometry import Crowd

WIDEST, HIGHEST = 104.0, 60.0
"""How large a picture may be."""
CELL_WIDE, CELL_HIGH = 34.0, 16.0
"""How large a cell of it may be: a number has room there."""
STRETCH = 3.0
"""How many times as long as wide a cell may be."""
CELL_SQUARE = 20.0
"""How large a cell of a filter may be, which is a square."""
WIDE_SHEET = 1.8
"""How many times as wide as high a sheet of several filters is, about."""
SCALE = 12.0
"""How high the line is that says what the shades stand for, below the picture."""
LEAST_WIDE = 92.0
"""How wide that line is."""
GAP = 4.0


@dataclass(frozen=True, slots=True)
class Heat:
    """The picture of one matrix: ``rows`` × ``columns`` in ``area``, and below it its ``scale``.

    ``shape`` is that of the parameter's numbers.
    """

    area: QRectF
    rows: int
    columns: int
    shape: tuple[int, ...]

    @property
    def scale(self) -> QRectF:
        """The line below the picture."""
        wide = max(LEAST_WIDE, self.area.width())
        return QRectF(self.area.center().x() - wide / 2, self.area.bottom() + 2, wide, SCALE)

    @property
    def whole(self) -> QRectF:
        """All that is painted."""
        return self.area.adjusted(-3, -3, 3, 3).united(self.scale)

    def cell(self, row: int, column: int) -> QRectF:
        """Return where a weight is shown."""
        wide, high = self.area.width() / self.columns, self.area.height() / self.rows
        return QRectF(self.area.left() + column * wide, self.area.top() + row * high, wide, high)

    def number(self, index: tuple[int, ...]) -> QRectF:
        """Return where the number at ``index`` of the parameter is shown."""
        return self.cell(*on_sheet(self.shape, index))

    @property
    def planes(self) -> list[QRectF]:
        """The edges of the filters in it; of a matrix its own."""
        high, wide = self.shape[-2:] if len(self.shape) > 2 else (self.rows, self.columns)
        return [self.cell(row, column).united(self.cell(row + high - 1, column + wide - 1))
                for row in range(0, self.rows, high) for column in range(0, self.columns, wide)]  # fmt: skip

    def place_at(self, point: QPointF) -> tuple[int, ...] | None:
        """Return which number is at ``point``, (target unit, source unit) of a weight; None beside the picture."""
        if not self.area.contains(point):
            return None
        row = int((point.y() - self.area.top()) / self.area.height() * self.rows)
        column = int((point.x() - self.area.left()) / self.area.width() * self.columns)
        return from_sheet(self.shape, min(row, self.rows - 1), min(column, self.columns - 1))


NO_HEATS: Mapping[Ref, Heat] = {}


@lru_cache(maxsize=64)
def _down(shape: tuple[int, ...]) -> int:
    """Return in how many rows filters lie, so that no place stays empty and the sheet is about WIDE_SHEET as wide."""
    planes = shape[0] * shape[1]
    fitting = [down for down in range(1, planes + 1) if planes % down == 0]
    return min(fitting, key=lambda down: abs(math.log(planes / down / down / WIDE_SHEET)))


def sheet_of(values: Floats) -> Floats:
    """Return the numbers of a parameter as they lie in its picture, (rows, columns)."""
    if values.ndim == 2:
        return values
    down, (high, wide) = _down(values.shape), values.shape[2:]
    blocks = values.reshape(down, -1, high, wide).transpose(0, 2, 1, 3)
    return blocks.reshape(down * high, -1)


def on_sheet(shape: tuple[int, ...], index: tuple[int, ...]) -> tuple[int, int]:
    """Return the row and column of a number in the picture of a parameter of ``shape``."""
    if len(shape) == 2:
        return index[0], index[1]
    across = shape[0] * shape[1] // _down(shape)
    down, right = divmod(index[0] * shape[1] + index[1], across)
    return down * shape[2] + index[2], right * shape[3] + index[3]


def from_sheet(shape: tuple[int, ...], row: int, column: int) -> tuple[int, ...]:
    """Return which number is in a row and column of the picture: the other way round than ``on_sheet``."""
    if len(shape) == 2:
        return row, column
    across = shape[0] * shape[1] // _down(shape)
    plane = row // shape[2] * across + column // shape[3]
    return (*divmod(plane, shape[1]), row % shape[2], column % shape[3])


def size_of(rows: int, columns: int, *, square: bool = False) -> QSizeF:
    """Return how large the picture of so many weights is; a filter's cells are ``square``."""
    if square:
        side = min(CELL_SQUARE, WIDEST / columns, HIGHEST / rows)
        return QSizeF(side * columns, side * rows)
    wide, high = min(CELL_WIDE, WIDEST / columns), min(CELL_HIGH, HIGHEST / rows)
    return QSizeF(min(wide, STRETCH * high) * columns, min(high, STRETCH * wide) * rows)


def place_heats(document: Document, pills: Mapping[Ref, QRectF], taken: Iterable[QRectF]) -> dict[Ref, Heat]:
    """Return a picture for each connection of several weights that has room for it under or over its pill.

    A connection into a convolution shows its filters.
    """
    wanted = [ref for ref in pills if ref[0] and document.parameter(ref).value.size > 1]
    wanted.sort(key=lambda ref: not wired(ref))
    if not wanted:
        return {}
    crowd = Crowd([*taken, *pills.values()])
    placed: dict[Ref, Heat] = {}
    for pair in wanted:
        found = next((heat for heat in _beside(document, pair, pills[pair]) if crowd.is_free(heat.whole)), None)
        if found is not None:
            crowd.add(found.whole)
            placed[pair] = found
    return placed


def _beside(document: Document, ref: Ref, pill: QRectF) -> Iterator[Heat]:
    """Give the picture under the pill, then over it."""
    values = document.parameter(ref).value
    rows, columns = sheet_of(values).shape
    size = size_of(rows, columns, square=not wired(ref))
    left = pill.center().x() - size.width() / 2
    for top in (pill.bottom() + GAP + 3, pill.top() - GAP - SCALE - size.height() - 2):
        yield Heat(QRectF(QPointF(left, top), size), rows, columns, values.shape)
