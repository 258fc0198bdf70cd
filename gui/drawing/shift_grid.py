"""A table of shifts: how many cells each changed; (0, 0) in the middle. A click tries the shift."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QWidget

from core.document import Bools, Indices
from core.shifts import REACH, Shift
from gui.drawing.sketch import in_words
from gui.grids.grid_marks import Cell, Marks
from gui.grids.grid_style import SIGN, Style
from gui.grids.grid_view import GridView
from gui.theme import Theme

SIDE = 2 * REACH + 1
CELL = 22
_TIP = 76
"""Pixels from the top of a tip of two lines to what it is of, and what Qt leaves between a tip and the pointer."""


class ShiftGrid(GridView):
    """Counts of changed cells, the bluer the more."""

    def __init__(self, theme: Theme, parent: QWidget, title: str) -> None:
        super().__init__(theme, parent, title)
        self.of = 1
        self.kept: Bools | None = None
        self.set_cell(CELL)
        self.hint = "Click to move the picture so far, here and on the canvas"

    def show_counts(self, changed: Indices, of: int, kept: Bools | None = None) -> None:
        """Show how many of so many cells each shift changed, in the order of ``core.shifts.shifts_within``.

        ``kept`` says after which of them the answer is right still; these are framed by dashes.
        """
        self.of, self.kept = of, None if kept is None else kept.reshape(SIDE, SIDE)
        self.set_values(changed.reshape(SIDE, SIDE).astype(np.float64), Style(SIGN, -float(of), float(of)))

    def words(self, cell: Cell, digits: int = 12) -> str:  # noqa: ARG002  # counts are whole
        """Return a cell in words: "moved 1 right: 2 of 4 cells changed"."""
        answer = ", the answer is still right" if self.kept is not None and self.kept[cell] else ""
        return f"{in_words(shift_of(cell))}: {int(self.values[cell])} of {self.of} cells changed{answer}"

    def tip_at(self) -> int:
        """Return the height at which the tip begins: above the grid, as what the shift changes is told below."""
        return -_TIP

    def mark_shift(self, shift: Shift | None) -> None:
        """Frame a shift, or none."""
        seen = cell_of(shift) if shift is not None and within(shift) else None
        self.set_marks(Marks(focus=seen, reached=self.kept))


def shift_of(cell: Cell) -> Shift:
    """Return the shift (to the right, down) that a cell stands for."""
    return cell[1] - REACH, cell[0] - REACH


def cell_of(shift: Shift) -> Cell:
    """Return the cell that stands for a shift."""
    return shift[1] + REACH, shift[0] + REACH


def within(shift: Shift) -> bool:
    """Whether the table has the shift."""
    return max(map(abs, shift)) <= REACH
