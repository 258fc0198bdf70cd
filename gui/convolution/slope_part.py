"""The derivatives of the loss with respect to a filter's numbers, laid out as the filter is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.document import Ref
from gui.convolution.cell_marks import CellMarks
from gui.convolution.grid_marks import Cell
from gui.convolution.grid_picture import NUMBERS_FROM
from gui.convolution.grid_style import SLOPE, around_zero
from gui.convolution.grid_view import GridView
from gui.convolution.pointing import Pointed
from gui.convolution.stages import Chain
from gui.plots.elided_label import ElidedLabel

if TYPE_CHECKING:
    from gui.convolution.column import StageColumn
    from gui.convolution.panel import ConvolutionPanel

Placing = Callable[[Cell], tuple[Ref, tuple[int, ...]]]
LARGEST = 30
"""Pixels a side of the largest cells."""
HINT = "How the loss over all training rows changes with this number. Click to see how it comes about"
_TITLE = "d Loss / d filter, over all training rows", "d Loss / d filter", "d Loss"


class SlopePart(QWidget):
    """Shows dLoss/dfilter and dLoss/dbias; a click makes the number the one that is looked at."""

    def __init__(self, panel: ConvolutionPanel, column: StageColumn, place: Placing, bias_place: Placing) -> None:
        super().__init__(column)
        self._panel, self._column = panel, column
        self._places = place, bias_place
        theme = panel.workspace.theme
        self.title, self._word = ElidedLabel(self, 8), ElidedLabel(self, 8)
        self.title.say(*_TITLE)
        self._word.say("bias")
        self.grid = GridView(theme, self, "dLoss/dfilter, the derivative of the loss by each cell")
        self.bias = GridView(theme, self, "dLoss/dbias, the derivative of the loss by the bias")
        self._marks = CellMarks(theme, self.grid), CellMarks(theme, self.bias)
        for grid, find in zip((self.grid, self.bias), self._places, strict=True):
            grid.hint = HINT
            for told in (grid.pressed, grid.activated):
                told.connect(partial(self._look, find))
        self.grid.hovered.connect(self._point)
        self.grid.left.connect(self._leave)
        self._lay_out()
        theme.changed.connect(self.restyle)
        self.restyle()

    def _lay_out(self) -> None:
        single = QVBoxLayout()
        single.setSpacing(1)
        single.addStretch(1)
        single.addWidget(self._word)
        single.addWidget(self.bias)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 2, 0, 0)
        whole.setSpacing(3)
        whole.addWidget(self.title)
        self._row = QHBoxLayout()
        whole.addLayout(self._row)
        self._row.setSpacing(4)
        self._row.addWidget(self.grid)
        self._row.addLayout(single)
        self._row.addStretch(1)

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme."""
        for label in (self.title, self._word):
            label.setStyleSheet(f"color: {self._panel.workspace.theme.colors.muted}")

    def show_chain(self, chain: Chain) -> None:
        """Show the derivatives that belong to the numbers shown; nothing where there are none."""
        (ref, index), (bias_ref, bias_index) = (find((0, 0)) for find in self._places)
        slopes, bias = chain.frame.gradient(ref), chain.frame.gradient(bias_ref)
        self.setVisible(slopes is not None)
        if slopes is None or bias is None:
            return
        cells, single = slopes[index[0], index[1]], bias[bias_index[0]]
        style = around_zero(np.append(cells, single), SLOPE)
        self.grid.set_values(cells, style)
        self.bias.set_values(np.array([[single]]), style)

    def set_cell(self, side: float, room: int) -> None:
        """Take cells of ``side`` pixels, or smaller ones where those are large or ``room`` is no higher."""
        fitting = (room - self.title.sizeHint().height() - 8) // max(1, len(self.grid.values))
        least = min(side, NUMBERS_FROM)
        for grid in (self.grid, self.bias):
            grid.set_cell(max(least, min(side, LARGEST, fitting)))
        beside = self.grid.width() + self.bias.width() + 4 <= self._column.width()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way is not self._row.direction():
            self._row.setDirection(way)

    def mark(self, chosen: Cell | None, *, bias: bool) -> None:
        """Frame the number that is looked at."""
        self._marks[0].show_marks(None, chosen)
        self._marks[1].show_marks(None, (0, 0) if bias else None)

    def _look(self, find: Placing, row: int, column: int, _button: object = None) -> None:
        ref, index = find((row, column))
        self._panel.workspace.reasoning.look_at(index, ref)

    @Slot(int, int)
    def _point(self, row: int, column: int) -> None:
        """Light what the same cell of the filter is multiplied with."""
        self._panel.point(Pointed(self._column.key, row, column))

    @Slot()
    def _leave(self) -> None:
        self._panel.point(None)
