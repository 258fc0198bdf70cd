"""Marks on the cells of a grid: what a cell sees, what it reaches, which one won, which one is pointed at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from core.document import Bools
from gui.theme import Colors

Cell = tuple[int, int]
"""(row, column), counted from 0."""
EACH_FROM = 12
"""Pixels a side from which every cell is outlined; smaller ones have one outline around all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """``seen`` and ``reached`` are (rows, columns): what the cell pointed at is made of, and what it goes into.

    ``won`` are the cells that a maximum took; ``focus`` is the cell pointed at. Seen is drawn in solid lines, reached
    in dashed ones, won with a full corner, ``changed`` with a full corner at the upper left.
    """

    seen: Bools | None = None
    reached: Bools | None = None
    won: tuple[Cell, ...] = ()
    focus: Cell | None = None
    changed: Bools | None = None


NO_MARKS = Marks()


def paint_marks(painter: QPainter, marks: Marks, cell: float, colors: Colors) -> None:
    """Paint marks over a grid whose cells are ``cell`` pixels a side, from (0, 0)."""
    if marks.changed is not None:
        for at in cells_of(marks.changed):
            _corner(painter, at, cell, QColor(colors.danger), upper=True)
    dashes = Qt.PenStyle.DashLine if cell >= EACH_FROM else Qt.PenStyle.DotLine
    if marks.reached is not None:
        _outline(painter, marks.reached, cell, QPen(QColor(colors.accent), _width(cell), dashes))
    if marks.seen is not None:
        _outline(painter, marks.seen, cell, QPen(QColor(colors.cycle[1]), _width(cell)))
    for won in marks.won:
        _corner(painter, won, cell, QColor(colors.cycle[1]))
    if marks.focus is not None:
        _frame(painter, marks.focus, cell, colors)


def _width(cell: float) -> float:
    return 2.5 if cell >= EACH_FROM else 1.5


def _outline(painter: QPainter, marked: Bools, cell: float, pen: QPen) -> None:
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if cell >= EACH_FROM:
        inset = pen.widthF() / 2
        painter.drawRects([square(at, cell).adjusted(inset, inset, -inset, -inset) for at in cells_of(marked)])
    else:
        painter.drawLines(edges(marked, cell))


def cells_of(marked: Bools) -> list[Cell]:
    """Return the cells that are marked, in reading order."""
    return [(int(row), int(column)) for row, column in np.argwhere(marked)]


def edges(marked: Bools, cell: float) -> list[QLineF]:
    """Return the sides of marked cells that have no marked cell beyond them."""
    padded = np.pad(marked, 1).astype(np.int8)
    level, upright = np.argwhere(np.diff(padded, axis=0)[:, 1:-1]), np.argwhere(np.diff(padded, axis=1)[1:-1])
    return [*(QLineF(x * cell, y * cell, (x + 1) * cell, y * cell) for y, x in level.tolist()),
            *(QLineF(x * cell, y * cell, x * cell, (y + 1) * cell) for y, x in upright.tolist())]  # fmt: skip


def square(at: Cell, cell: float) -> QRectF:
    """Return where a cell is painted."""
    return QRectF(at[1] * cell, at[0] * cell, cell, cell)


def _corner(painter: QPainter, at: Cell, cell: float, ink: QColor, *, upper: bool = False) -> None:
    """Fill the lower right corner of a cell, or the upper left."""
    room, side = square(at, cell), max(3.0, cell * 0.3)
    corner, side = (room.topLeft(), -side) if upper else (room.bottomRight(), side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([corner, corner - QPointF(side, 0), corner - QPointF(0, side)]))


def _frame(painter: QPainter, at: Cell, cell: float, colors: Colors) -> None:
    """Frame one cell twice, dark within light or light within dark, to be seen on any colour."""
    outer = square(at, cell).adjusted(-0.5, -0.5, 0.5, 0.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, width, inset in ((colors.window, 4.0, 0.5), (colors.cycle[1], 2.5, 0.5)):
        pen = QPen(QColor(ink), width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(outer.adjusted(inset, inset, -inset, -inset))
