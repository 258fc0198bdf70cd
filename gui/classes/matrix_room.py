"""Where the confusion matrix and the rows of a cell stand: what is clicked never moves under the mouse.

Below the matrix where there is room, beside it where its columns leave some, else over the part of the matrix that
lies farther from the clicked cell: the matrix measures the same with its rows and without.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gui.classes.confusion_model import Cell
from gui.classes.confusion_table import ConfusionTable

BELOW, BESIDE, OVER = 72, 170, 200
"""Pixels that rows need below the matrix and beside it, and the most that they hide of it."""
GAP = 6


class MatrixRoom(QWidget):
    """Holds a matrix and a listing of rows, and gives each its place."""

    def __init__(self, parent: QWidget, matrix: ConfusionTable, listing: QWidget) -> None:
        super().__init__(parent)
        self._matrix, self._listing = matrix, listing
        self._cell: Cell | None = None
        for part in (matrix, listing):
            part.setParent(self)
        listing.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # it may stand over the matrix
        listing.setObjectName("listing")
        listing.hide()

    def show_cell(self, cell: Cell | None) -> None:
        """Show the listing for a cell, or no listing."""
        self._cell = cell
        self._place()
        self._listing.setVisible(cell is not None)
        self._listing.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place both anew."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        below = self._matrix.whole_height(self.height() - BELOW)
        self._matrix.setGeometry(0, 0, self.width(), below or self.height())
        if below:
            self._listing.setGeometry(0, below + GAP, self.width(), self.height() - below - GAP)
        elif self._cell is not None:
            self._listing.setGeometry(self._away_from(self._cell))

    def _away_from(self, cell: Cell) -> QRect:
        """Return the place beside the matrix, or over the part of it that is farther from ``cell``."""
        matrix = self._matrix
        free = matrix.whole_width + GAP
        if self.width() - free >= BESIDE:
            return QRect(free, 0, self.width() - free, self.height())
        left, right = matrix.reach_of(cell)
        top = matrix.horizontalHeader().height() + 2  # the classes stay in sight
        at_right = self.width() - right >= left
        wide = min(OVER, (self.width() - right if at_right else left) - GAP)
        return QRect(self.width() - wide if at_right else 0, top, wide, self.height() - top)
