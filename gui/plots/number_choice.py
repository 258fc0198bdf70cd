"""A list that chooses one number of the network."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from core.document import Document
from gui.controls.drop_list import DropList
from gui.plots.numbers import Number, number_at
from gui.plots.series import entries
from gui.plots.unit_choice import SMALL
from gui.state.frame import Frame
from gui.theme import font


class NumberChoice(DropList):
    """Offers the numbers of a network by name; ``chosen`` tells which the user took."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, tip: str) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._numbers: list[Number] = []
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setFont(font(8))
        self.setMaximumWidth(90)
        self.setStyleSheet(SMALL)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(self._take)

    def offer(self, frame: Frame, current: Number) -> None:
        """List what there is, and show ``current`` as the one chosen; cheap while the drawing stays the same."""
        old, self._document = self._document, frame.document
        same = old is not None and (old.nodes, old.connections) == (frame.document.nodes, frame.document.connections)
        if not same or current not in self._numbers:
            found = (number_at(frame, entry.ref, entry.key[1]) for entry in entries(frame.document)
                     if entry.key[1] is not None)
            self._numbers = [number for number in found if number is not None]
            if current not in self._numbers:
                self._numbers.insert(0, current)
            self.clear()
            self.addItems([number.name for number in self._numbers])
        self.setCurrentIndex(self._numbers.index(current))

    @Slot(int)
    def _take(self, place: int) -> None:
        number = self._numbers[place]
        self.chosen.emit((number.ref, number.index))
