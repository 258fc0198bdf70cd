"""One grid of numbers as square cells on the screen: colours, numbers where there is room, marks."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import isValid

from core.document import Bools, Floats
from core.quantity import format_number
from gui.faults import guarded
from gui.grids import number_group
from gui.grids.grid_marks import NO_MARKS, Cell, Marks, paint_marks, square
from gui.grids.grid_style import Style, color_table, dark, grid_image, shades
from gui.grids.number_group import NumberGroups, Numbers, Writing, numbers_of
from gui.theme import Theme, font

NUMBERS_FROM = number_group.FROM
LINES_FROM, STRONG_FROM = 6, 22
"""Pixels a side from which lines stand between cells, and from which they are strong."""
WHOLE = 12
PENDING, SECRET = "not computed yet", "yours to work out"
INKS = ("#14181c", "#ffffff")
"""Of numbers on light cells and on dark ones, in every theme."""
_NOTHING: Floats = np.zeros((0, 0))


class GridPicture(QWidget):
    """Shows a matrix. All cells are counted from 0: (row, column)."""

    def __init__(self, theme: Theme, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self._theme, self._title = theme, title
        self.values: Floats = _NOTHING
        self.known: Bools | None = None
        self.unknown = PENDING
        """What is said of a cell that is not known."""
        self.marks, self.style_of = NO_MARKS, Style()
        self.cursor_cell: Cell = (0, 0)
        self.cell = 20.0
        self.group, self.groups = "", NumberGroups()
        self.join("", self.groups)
        self._image: QImage | None = None
        self._table: NDArray[np.uint32] = color_table(self.style_of.hue, theme.colors)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._name()

    # -- what is shown -----------------------------------------------------------------------------------------

    def set_values(self, values: Floats, style: Style, known: Bools | None = None) -> None:
        """Show a matrix (rows, columns); cells that are not ``known`` are left empty."""
        self.groups.outdate()
        if known is self.known is None and style == self.style_of and np.array_equal(values, self.values):
            return  # most grids stay as they are while the hand moves one number
        grown = values.shape != self.values.shape
        if style.hue != self.style_of.hue:
            self._table = color_table(style.hue, self._theme.colors)
        self.values, self.style_of, self.known, self._image = values, style, known, None
        if grown:
            self.cursor_cell = (0, 0)
            self.setFixedSize(self.sizeHint())
            self._name()
        self.update()

    def join(self, group: str, groups: NumberGroups) -> None:
        """Write numbers as all grids of a group do."""
        self.group, self.groups = group, groups
        groups.join(group, self._numbers, self._repaint)

    def _repaint(self) -> None:
        if isValid(self):
            self.update()

    def _numbers(self) -> Numbers | None:
        """Return what decides on how numbers are written; None where there is no room for any."""
        if not isValid(self) or self.isHidden() or self.cell < NUMBERS_FROM or not self.values.size:
            return None
        return numbers_of(self.values, self.cell)

    def set_marks(self, marks: Marks) -> None:
        """Mark these cells and no others."""
        if marks is not self.marks:
            self.marks = marks
            self.update()

    def set_cell(self, side: float) -> None:
        """Make cells ``side`` pixels large."""
        if side != self.cell:
            self.cell = side
            self.groups.outdate()
            self.setFixedSize(self.sizeHint())
            self.update()

    def set_title(self, title: str) -> None:
        """Say what the grid is, for those who hear it."""
        if title != self._title:
            self._title = title
            self._name()

    def sizeHint(self) -> QSize:
        """Ask for the room of all cells and the line around them."""
        rows, columns = self.values.shape
        return QSize(math.ceil(columns * self.cell) + 2, math.ceil(rows * self.cell) + 2)

    def _name(self) -> None:
        rows, columns = self.values.shape
        self.setAccessibleName(f"{self._title}, {rows} × {columns} cells")

    @Slot()
    def _restyle(self) -> None:
        self._table, self._image = color_table(self.style_of.hue, self._theme.colors), None
        self.update()

    # -- where is what -----------------------------------------------------------------------------------------

    def cell_rect(self, row: int, column: int) -> QRect:
        """Return where a cell is, in pixels of this widget."""
        return square((row, column), self.cell).translated(1, 1).toRect()

    def place(self, at: QPointF) -> Cell:
        """Return the cell at a pixel, as if the grid had no end."""
        return math.floor((at.y() - 1) / self.cell), math.floor((at.x() - 1) / self.cell)

    def cell_at(self, at: QPointF) -> Cell | None:
        """Return the cell at a pixel; None beside the grid."""
        found = self.place(at)
        return found if self.has(found) else None

    def has(self, cell: Cell) -> bool:
        """Whether there is such a cell."""
        return all(0 <= place < size for place, size in zip(cell, self.values.shape, strict=True))

    def words(self, cell: Cell, digits: int = WHOLE) -> str:
        """Return a cell in words: "row 1, column 3: 0.25"."""
        known = self.known is None or bool(self.known[cell])
        number = format_number(float(self.values[cell]), digits) if known else self.unknown
        return f"row {cell[0] + 1}, column {cell[1] + 1}: {number}"

    # -- painting ----------------------------------------------------------------------------------------------

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint cells, lines, numbers and marks."""
        if not self.values.size:
            return
        painter = QPainter(self)
        painter.translate(1, 1)
        if self._image is None:
            self._image = grid_image(self.values, self.style_of, self._table, self.known)
        rows, columns = self.values.shape
        painter.drawImage(QRectF(0, 0, columns * self.cell, rows * self.cell), self._image)
        self._paint_lines(painter)
        if self.cell >= NUMBERS_FROM:
            self._paint_numbers(painter)
        paint_marks(painter, self.marks, self.cell, self._theme.colors)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.colors.text), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(square(self.cursor_cell, self.cell).adjusted(3, 3, -3, -3))
        painter.end()

    def _paint_lines(self, painter: QPainter) -> None:
        (rows, columns), side = self.values.shape, self.cell
        painter.setPen(QPen(QColor(self._theme.colors.grid), 2 if side >= STRONG_FROM else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(0, 0, columns * side, rows * side))
        if side >= LINES_FROM:
            for row in range(1, rows):
                painter.drawLine(QPointF(0, row * side), QPointF(columns * side, row * side))
            for column in range(1, columns):
                painter.drawLine(QPointF(column * side, 0), QPointF(column * side, rows * side))

    def _paint_numbers(self, painter: QPainter) -> None:
        """Write the numbers, in as many digits as fit and in an ink that is seen on the cell's colour.

        Where one has no room none is written: each is in the tip of its cell, and no sign stands without its number.
        """
        writing, side = self.groups.writing(self.group), self.cell
        texts = [[fitted(value, writing, side) for value in row] for row in self.values.tolist()]
        if any(text == "" for row in texts for text in row):
            return
        painter.setFont(font(writing.points(side)))
        deep = dark(self._table[shades(self.values, self.style_of, self.known)]).tolist()
        for ink, name in enumerate(INKS):  # another pen for each number costs more than two rounds
            painter.setPen(QColor(name))
            for row, numbers in enumerate(texts):
                for column, text in enumerate(numbers):
                    if deep[row][column] == ink and (self.known is None or self.known[row, column]):
                        room = QRectF(column * side, row * side, side, side)
                        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


@lru_cache(maxsize=4096)
def fitted(value: float, writing: Writing, side: float) -> str:
    """Return a number as all numbers beside it are written, "" where its cell has no room; a dot for what is none."""
    text = writing.text(value) if math.isfinite(value) else format_number(value, 1)
    if writing.fits(text, side):
        return text
    return "" if math.isfinite(value) else "·"
