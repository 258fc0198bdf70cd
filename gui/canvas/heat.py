"""Pictures of weight matrices on the connections of layers: how large, where there is room, what is under a point.

A row is a target unit and a column a source unit, both counted from 0 here, as in the matrix itself. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

from core.document import Document, Pair, Ref
from gui.canvas.geometry import Crowd

WIDEST, HIGHEST = 104.0, 60.0
"""How large a picture may be."""
CELL_WIDE, CELL_HIGH = 34.0, 16.0
"""How large a cell of it may be: a number has room there."""
STRETCH = 3.0
"""How many times as long as wide a cell may be."""
SCALE = 12.0
"""How high the line is that says what the shades stand for, below the picture."""
LEAST_WIDE = 92.0
"""How wide that line is."""
GAP = 4.0


@dataclass(frozen=True, slots=True)
class Heat:
    """The picture of one matrix: ``rows`` × ``columns`` in ``area``, and below it its ``scale``."""

    area: QRectF
    rows: int
    columns: int

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

    def place_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return which weight is at ``point``, (target unit, source unit); None beside the picture."""
        if not self.area.contains(point):
            return None
        row = int((point.y() - self.area.top()) / self.area.height() * self.rows)
        column = int((point.x() - self.area.left()) / self.area.width() * self.columns)
        return min(row, self.rows - 1), min(column, self.columns - 1)


NO_HEATS: Mapping[Pair, Heat] = {}


def size_of(rows: int, columns: int) -> QSizeF:
    """Return how large the picture of so many weights is."""
    wide, high = min(CELL_WIDE, WIDEST / columns), min(CELL_HIGH, HIGHEST / rows)
    return QSizeF(min(wide, STRETCH * high) * columns, min(high, STRETCH * wide) * rows)


def place_heats(document: Document, pills: Mapping[Ref, QRectF], taken: Iterable[QRectF]) -> dict[Pair, Heat]:
    """Return a picture for each connection of several weights that has room for it under or over its pill."""
    wanted = [pair for pair in document.connections if pair in pills and document.has(pair)
              and document.parameter(pair).value.size > 1]  # fmt: skip
    if not wanted:
        return {}
    crowd = Crowd([*taken, *pills.values()])
    placed: dict[Pair, Heat] = {}
    for pair in wanted:
        found = next((heat for heat in _beside(document, pair, pills[pair]) if crowd.is_free(heat.whole)), None)
        if found is not None:
            crowd.add(found.whole)
            placed[pair] = found
    return placed


def _beside(document: Document, pair: Pair, pill: QRectF) -> Iterator[Heat]:
    """Give the picture under the pill, then over it."""
    rows, columns = document.parameter(pair).value.shape
    size = size_of(rows, columns)
    left = pill.center().x() - size.width() / 2
    for top in (pill.bottom() + GAP + 3, pill.top() - GAP - SCALE - size.height() - 2):
        yield Heat(QRectF(QPointF(left, top), size), rows, columns)
