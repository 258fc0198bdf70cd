"""The cells of a layer's tile, one a unit: how many across, where each is, and which is under a point. Pure.

Units are read like words, from left to right and down. Pixels lie as in their picture; few units are wide cells with
room for a number, many make a square.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from core.catalog import NODE_KINDS
from core.document import Document, Grid, Node
from core.images.pictures import Shape, picture_shape
from gui.canvas import geometry

INSET = 9.0
"""What is left free inside the edge of the square."""
PICTURE = 34.0
"""How large the picture of an input is, which stands between the row's number and the buttons."""
INPUT_HEIGHT = 30.0
WIDE, PAIRED = 4, 10
"""Up to so many units make one column, and two."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A grid of ``rows`` × ``columns`` in ``area``, of which the first ``count`` cells are there."""

    area: QRectF
    rows: int
    columns: int
    count: int

    @property
    def width(self) -> float:
        """How wide a cell is, in scene units."""
        return self.area.width() / self.columns

    @property
    def height(self) -> float:
        """How high a cell is, in scene units."""
        return self.area.height() / self.rows

    def cell(self, unit: int) -> QRectF:
        """Return where a unit's cell is."""
        row, column = divmod(unit, self.columns)
        left, top = self.area.left() + column * self.width, self.area.top() + row * self.height
        return QRectF(left, top, self.width, self.height)

    def unit_at(self, point: QPointF) -> int | None:
        """Return the unit whose cell holds ``point``; None beside them."""
        column = math.floor((point.x() - self.area.left()) / self.width)
        row = math.floor((point.y() - self.area.top()) / self.height)
        unit = row * self.columns + column
        there = 0 <= row < self.rows and 0 <= column < self.columns and unit < self.count
        return unit if there else None


def shape_of(units: int) -> Shape:
    """Return how many rows and columns ``units`` cells make: one column, two, or about a square."""
    columns = 1 if units <= WIDE else 2 if units <= PAIRED else math.ceil(math.sqrt(units))
    return math.ceil(units / columns), columns


def _first_plane(grid: Grid, inside: QRectF) -> Cells:
    """Return the cells of the first channel: of an image its first, of a convolution or pool its first map."""
    rows, columns = grid.shape[:2]
    side = min(inside.width() / columns, inside.height() / rows)
    return Cells(geometry.around(inside.center(), side * columns, side * rows), rows, columns, rows * columns)


def layer_cells(document: Document, node: Node, center: QPointF) -> Cells | None:
    """Return the cells in the square of a layer; None where a node has one unit, or a line for each class."""
    if node.units == 1 or node.classes or not node.units:
        return None
    pixels = picture_shape(document, node)
    if pixels is not None:
        side = min(PICTURE / pixels[1], PICTURE / pixels[0])
        place = geometry.around(center - QPointF(0, 3), side * pixels[1], side * pixels[0])
        return Cells(place, *pixels, node.units)
    inside = geometry.square(center).adjusted(INSET, INSET, -INSET, -INSET)
    if node.grid is not None and node.grid.cells:
        framed = geometry.around(center - QPointF(0, 3), PICTURE, PICTURE) if NODE_KINDS[node.kind].source else inside
        return _first_plane(node.grid, framed)
    if node.kind != "input":
        return Cells(inside, *shape_of(node.units), node.units)
    rows, columns = shape_of(node.units)
    if rows > columns and node.units <= PAIRED:  # the buttons below leave half the height
        rows, columns = math.ceil(node.units / 2), 2
    area = geometry.around(center - QPointF(0, 2), geometry.SIDE - 2 * INSET, INPUT_HEIGHT)
    return Cells(area, rows, columns, node.units)
