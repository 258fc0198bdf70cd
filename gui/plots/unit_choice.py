"""A small list that chooses one unit among several; gone where there is nothing to choose."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from core.chain_rule.contributions import Unit
from core.document import Document
from gui.controls.drop_list import DropList
from gui.plots.fit_axes import unit_name
from gui.theme import font

SMALL = "QComboBox { padding: 1px 2px 1px 5px; min-height: 17px; } QComboBox::drop-down { width: 14px; }"
"""A list in a title row takes little room."""
MOST_UNITS = 500
"""More than anybody scrolls through; the list of a layer of pixels would take seconds to fill."""


class UnitChoice(DropList):
    """Offers units by name; ``chosen`` tells that the user took another."""

    chosen = Signal()

    def __init__(self, parent: QWidget, tip: str) -> None:
        super().__init__(parent)
        self._units: tuple[Unit, ...] = ()
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setFont(font(8))
        self.setMaximumWidth(130)
        self.setStyleSheet(SMALL)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(self._take)
        self.hide()

    @property
    def unit(self) -> Unit | None:
        """The unit chosen; None where there is none."""
        place = self.currentIndex()
        return self._units[place] if 0 <= place < len(self._units) else None

    def offer(self, document: Document, units: tuple[Unit, ...]) -> None:
        """Offer these units, keeping the choice where it is still there."""
        units = units[:MOST_UNITS]
        names = [unit_name(document, unit) for unit in units]
        if (units, names) == (self._units, [self.itemText(place) for place in range(self.count())]):
            return
        kept = self.unit
        self._units = units
        self.clear()
        self.addItems(names)
        self.setCurrentIndex(units.index(kept) if kept in units else 0)
        self.setVisible(len(units) > 1)

    @Slot(int)
    def _take(self, _: int) -> None:
        self.chosen.emit()
