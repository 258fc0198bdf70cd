"""Where a number of a convolution was used: what each place of the map adds to its derivative, for the chosen row.

dLoss/dw = Σ over places of dLoss/dx at the place × what lay under w there; for a bias × 1.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QFrame, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from core.chain_rule.symbols import Symbols
from core.chain_rule.values import Explanation, Unit, Use
from core.quantity import format_number
from gui.controls.fields import help_line
from gui.controls.labels import cell_text, row_told, symbol_text
from gui.state.workspace import Workspace
from gui.theme import font

DIGITS = 4
_LINE = 21
_MOST_LINES = 8
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class UseList(QFrame):
    """A line a place: the cell of the map, dLoss/dx there, what lay under the number, their product."""

    chosen = Signal(object)
    """The cell of the map, as a unit, that was clicked."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._units: tuple[Unit, ...] = ()
        self.setObjectName("card")
        self.title, self.more = QLabel(self), help_line("")
        self.title.setFont(font(9, bold=True))
        self.title.setWordWrap(True)
        self.title.setToolTip("The products of all places added up: what the chosen row adds to the derivative")
        self.list = QTreeWidget(self)
        self._arrange()
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)

    def _arrange(self) -> None:
        self.list.setColumnCount(4)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setFont(font(8.5))
        self.list.setAccessibleName("Places at which the number was used")
        self.list.setToolTip("Row and column of the map. Click a place to follow it to the loss, below")
        header = self.list.header()
        header.setFont(font(8.5))
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        metrics = QFontMetrics(font(8.5))
        for column, sample in ((1, "−0.000000"), (2, "−0.0000"), (3, "−0.000000")):
            self.list.setColumnWidth(column, metrics.horizontalAdvance(sample) + 14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 7, 10, 9)
        layout.setSpacing(5)
        for widget in (self.title, self.list, self.more):
            layout.addWidget(widget)

    def show_for(self, found: Explanation) -> None:
        """Show the places for the chosen row, or for the first row that counts where it is none of them."""
        document = self._workspace.reasoning.frame.document
        chosen = np.flatnonzero(found.rows == self._workspace.selection.row)
        at = int(chosen[0]) if chosen.size else 0
        node = document.nodes[found.ref[1]]
        total = format_number(float(found.products[at]), DIGITS)
        places = f"{found.places:,} place{'s' * (found.places != 1)}"
        row = row_told(int(found.rows[at]), self._workspace.selection.row)
        self.title.setText(f"Used at {places}, {row}: Σ = {total}")
        self.list.setHeaderLabels(["place", "dLoss/dx", "under it", "product"])
        units = tuple(use.unit for use in found.uses)
        if units != self._units:
            self._units = units
            self.list.clear()
            self.list.addTopLevelItems([self._line(unit, cell_text(node, unit[1])) for unit in units])
            self.list.setFixedHeight(30 + _LINE * min(_MOST_LINES, max(1, len(units))))
        symbols = Symbols(document)
        for line, use in enumerate(found.uses):
            self._fill(self.list.topLevelItem(line), use, at, symbols)
        rest = found.places - len(found.uses)
        self.more.setVisible(rest > 0)
        self.more.setText(f"and {rest:,} more that add less; the sum holds them all.")

    def _line(self, unit: Unit, tip: str) -> QTreeWidgetItem:
        planes = self._workspace.reasoning.frame.document.nodes[unit[0]].grid
        assert planes is not None
        _, row, column = (int(place) + 1 for place in np.unravel_index(unit[1], planes.planes))
        item = QTreeWidgetItem([f"{row}, {column}", "", "", ""])
        item.setSizeHint(0, QSize(0, _LINE))
        item.setToolTip(0, tip)
        item.setForeground(0, QColor(self._workspace.theme.colors.accent))
        for number in (1, 2, 3):
            item.setTextAlignment(number, _RIGHT)
        return item

    def _fill(self, item: QTreeWidgetItem | None, use: Use, at: int, symbols: Symbols) -> None:
        if item is None:
            return
        numbers = (use.by_sum[at], use.values[at], use.products[at])
        for column, number in enumerate(numbers, 1):
            item.setText(column, format_number(float(number), DIGITS))
        under = "the bias is added as it is: × 1" if use.source is None else symbol_text(symbols.output(use.source))
        item.setToolTip(2, under)

    @Slot(QTreeWidgetItem, int)
    def _take(self, item: QTreeWidgetItem, _column: int) -> None:
        line = self.list.indexOfTopLevelItem(item)
        if 0 <= line < len(self._units):
            self.chosen.emit(self._units[line])
