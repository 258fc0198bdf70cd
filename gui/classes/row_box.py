"""The number of the chosen row, which can be typed."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QSpinBox, QWidget

from gui.state.workspace import Workspace
from gui.theme import font


class RowBox(QSpinBox):
    """Shows "row 12 of 150"; another number makes that the chosen row."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setFont(font(8))
        self.setPrefix("row ")
        self.setMinimum(1)
        self.setToolTip("The data row that is shown everywhere; the arrow keys go to the next and the one before")
        self.setAccessibleName("Chosen row")
        self.valueChanged.connect(self._choose)

    def offer(self, count: int, row: int) -> None:
        """Show ``row``, counted from 0, of ``count``; nobody is told."""
        with QSignalBlocker(self):  # the number follows the choice here, it does not make it
            self.setMaximum(count)
            self.setSuffix(f" of {count:,}")
            self.setValue(row + 1)

    @Slot(int)
    def _choose(self, number: int) -> None:
        self._workspace.selection.choose_row(number - 1)
