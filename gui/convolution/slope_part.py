"""The derivatives of the loss with respect to a filter's numbers, laid out as the filter is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from core.document import Floats, Ref
from core.quantity import format_number
from gui.convolution.cell_marks import CellMarks
from gui.grids.column import StageColumn
from gui.grids.grid_marks import Cell
from gui.grids.grid_picture import NUMBERS_FROM, WHOLE
from gui.grids.grid_style import SLOPE, Style, around_zero
from gui.grids.grid_view import GridView
from gui.grids.grids_panel import GridsPanel
from gui.grids.number_group import SLOPES
from gui.grids.pointing import Pointed
from gui.grids.stages import Chain
from gui.plots.elided_label import ElidedLabel
from gui.theme import styled

Placing = Callable[[Cell], tuple[Ref, tuple[int, ...]]]
LARGEST = 30
"""Pixels a side of the largest cells."""
HINT = "How the loss over all training rows changes with this number. Click to see how it comes about"
_NAME = "d Loss / d filter"
_NO_ROOM = f"{_NAME} needs a higher view", "d Loss: no room here", "d Loss: no room"
Spots = Mapping[str, tuple[int, int, int, int]]
_BESIDE: Spots = {"grid": (0, 0, 1, 2), "bias": (1, 0, 1, 1), "word": (1, 1, 1, 1), "title": (2, 0, 1, 2)}
_LOW: Spots = {"title": (0, 0, 1, 2), "grid": (1, 0, 2, 1), "word": (1, 1, 1, 1), "bias": (2, 1, 1, 1)}
_NARROW: Spots = {"title": (0, 0, 1, 2), "grid": (1, 0, 1, 2), "bias": (2, 0, 1, 1), "word": (2, 1, 1, 1)}
"""Row, column and how many of each: beside the filter the grid stands at the top, as the filter does."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = range(-1, 3)
"""Powers of ten of the largest number with which numbers stand as they are."""


class SlopeGrid(GridView):
    """Writes numbers in units of a power of ten, so that small ones can be read; the tooltip has them in full."""

    unit = 1.0
    true_values: Floats = np.zeros((1, 1))

    def show_slopes(self, values: Floats, style: Style, power: int) -> None:
        """Show ``values`` in units of 10 to the ``power``."""
        self.unit = 10.0**power
        self.set_values(values / self.unit, Style(style.hue, style.low / self.unit, style.high / self.unit))
        self.true_values = values

    def words(self, cell: Cell, digits: int = WHOLE) -> str:
        """Return a cell in words, the number itself."""
        return f"row {cell[0] + 1}, column {cell[1] + 1}: {format_number(float(self.true_values[cell]), digits)}"


def power_of(values: Floats) -> int:
    """Return the power of ten in whose units the largest of ``values`` has one digit before the point; 0 if all fit."""
    most = float(np.abs(values[np.isfinite(values)]).max(initial=0.0))
    power = math.floor(math.log10(most)) if most else 0
    return 0 if power in _PLAIN else max(power, -300)


class SlopePart(QWidget):
    """Shows dLoss/dfilter and dLoss/dbias; a click makes the number the one that is looked at."""

    def __init__(self, panel: GridsPanel, column: StageColumn, place: Placing, bias_place: Placing) -> None:
        super().__init__(column)
        self._panel, self._column = panel, column
        self._finding = place, bias_place
        theme = panel.workspace.theme
        self.title, self._word = ElidedLabel(self, 8), ElidedLabel(self, 8)
        self._word.say("bias")
        self.grid = SlopeGrid(theme, self, "dLoss/dfilter, the derivative of the loss by each cell")
        self.bias = SlopeGrid(theme, self, "dLoss/dbias, the derivative of the loss by the bias")
        self._marks = CellMarks(theme, self.grid), CellMarks(theme, self.bias)
        for grid, find in zip((self.grid, self.bias), self._finding, strict=True):
            grid.hint = HINT
            grid.join(SLOPES, column.grid.groups)
            for told in (grid.pressed, grid.activated):
                told.connect(partial(self._look, find))
        self.grid.hovered.connect(self._point)
        self.grid.left.connect(self._leave)
        self._spots: Spots = {}
        self._titles: tuple[str, ...] = (_NAME,)
        self._places = QGridLayout(self)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setHorizontalSpacing(4)
        self._places.setVerticalSpacing(3)
        self._places.setColumnStretch(1, 1)
        self._lay_out(_LOW)
        theme.changed.connect(self.restyle)
        self.restyle()

    def _lay_out(self, spots: Spots) -> None:
        if spots is self._spots:
            return
        self._spots = spots
        parts = {"title": self.title, "grid": self.grid, "bias": self.bias, "word": self._word}
        for name, part in parts.items():
            self._places.removeWidget(part)
            self._places.addWidget(part, *spots[name])
        for part in (self.grid, self.bias):
            self._places.setAlignment(part, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        if spots is _LOW:
            self._places.setAlignment(self._word, Qt.AlignmentFlag.AlignBottom)
        self._places.setRowStretch(1, int(spots is _LOW))

    @Slot()
    def restyle(self) -> None:
        """Use the colours of the theme."""
        for label in (self.title, self._word):
            label.setStyleSheet(styled(f"color: {self._panel.workspace.theme.colors.muted}"))

    def show_chain(self, chain: Chain) -> None:
        """Show the derivatives that belong to the numbers shown; nothing where there are none."""
        (ref, index), (bias_ref, bias_index) = (find((0, 0)) for find in self._finding)
        slopes, bias = chain.frame.gradient(ref), chain.frame.gradient(bias_ref)
        secret = self._panel.workspace.reasoning.secret
        self.setVisible(slopes is not None and not secret)
        if slopes is None or bias is None or secret:
            return
        cells, single = slopes[index[0], index[1]], bias[bias_index[0]]
        every = np.append(cells, single)
        style, power = around_zero(every, SLOPE), power_of(every)
        for grid, values in ((self.grid, cells), (self.bias, np.array([[single]]))):
            grid.show_slopes(values, style, power)
        unit = f" in 10{str(power).translate(_RAISED)}" if power else ""
        self._titles = f"{_NAME}{unit}, over all training rows", f"{_NAME}{unit}", f"d Loss{unit}", unit or "d Loss"
        self._say()

    def _say(self) -> None:
        """Name what is shown, or say why it is not."""
        self.title.say(*(_NO_ROOM if self.grid.isHidden() else self._titles))

    def fitting(self, filter_grid: GridView, room: int, width: int) -> float:
        """Return the side of cells with which all, the bias too, fit into ``room`` pixels of height.

        The bias stands beside the grid if ``width`` has room, else below. No cell is too small for a number: 0 says
        that there is no room for them.
        """
        side, high = filter_grid.cell, room - self.title.sizeHint().height() - 5
        rows, columns = filter_grid.values.shape
        most = max(min(high // rows, (width - 8) // (columns + 1)), (high - 5) // (rows + 1))
        return float(min(side, LARGEST, most)) if most >= min(side, NUMBERS_FROM) else 0.0

    def set_cell(self, side: float, *, beside: bool) -> None:
        """Take cells of ``side`` pixels, or with 0 leave them out and say so.

        ``beside`` says whether it stands beside the filter, or below it.
        """
        for part in (self.grid, self.bias, self._word):
            part.setHidden(side == 0)
        self._say()
        if side == 0:
            return
        self.grid.set_cell(side)
        self.bias.set_cell(min(side, LARGEST))
        broad = self.grid.width() + self.bias.width() + 4 <= self._column.width()
        self._lay_out(_BESIDE if beside else _LOW if broad else _NARROW)

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
