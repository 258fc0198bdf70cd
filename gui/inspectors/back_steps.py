"""The chain rule node by node, where paths are too many: what a unit gets passed back, and one step further each click.

dLoss/dx of a unit = dLoss/dy of it × its activation's slope,
dLoss/dy of a unit = the sum of weight × dLoss/dx over the units it feeds.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.chain_rule.explain import Reckoning
from core.chain_rule.symbols import Symbols
from core.chain_rule.values import BackStep, Explanation, Unit, Use
from core.document import Floats
from core.naming import differential
from core.quantity import format_number
from gui.controls.fields import help_line
from gui.controls.labels import row_told, symbol_text
from gui.controls.tool_button import tool_button
from gui.state.workspace import Workspace
from gui.theme import font, icon

DIGITS = 4
_LINE = 21
_MOST_LINES = 8


class BackSteps(QFrame):
    """Shows one unit for one row of the data; a click on a unit it feeds goes there, the arrow comes back."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.way: list[Unit] = []
        """From the parameter's own unit to the one that is shown."""
        self._for: object = None
        self._reckoned: tuple[Explanation, Reckoning] | None = None
        self._feeds: tuple[Unit, ...] = ()
        self.setObjectName("card")
        self.back = tool_button(self, "Back to the unit before", self.go_back)
        self.title, self.output, self.sum, self.more = QLabel(self), help_line(""), help_line(""), help_line("")
        self.list = QTreeWidget(self)
        self._arrange()
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        workspace.theme.changed.connect(self._dress)
        self._dress()

    def _arrange(self) -> None:
        self.title.setFont(font(9, bold=True))
        self.title.setWordWrap(True)
        self.title.setToolTip("The unit that is shown, for the row that is chosen")
        self.sum.setToolTip("How the loss changes with what goes into the unit: by what comes out of it, × its slope")
        self.output.setToolTip("How the loss changes with what comes out of the unit: what all it feeds passes back")
        layout, top = QVBoxLayout(self), QHBoxLayout()
        layout.setContentsMargins(10, 7, 10, 9)
        layout.setSpacing(5)
        layout.addLayout(top)
        top.setSpacing(4)
        top.addWidget(self.back)
        top.addWidget(self.title, 1)
        self.list.setColumnCount(3)
        self.list.setHeaderLabels(["it feeds", "weight", "passes back"])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName("Units that pass back")
        self.list.setToolTip("What each later unit passes back: its weight × dLoss/dx of it. Click one to go there")
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(20)
        self.list.setFont(font(8.5))
        header.setFont(font(8.5))
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        for widget in (self.sum, self.output, self.list, self.more):
            layout.addWidget(widget)

    @Slot()
    def _dress(self) -> None:
        self.back.setIcon(icon("chevron-left", self._workspace.theme.colors.text))

    # -- showing -------------------------------------------------------------------------------------------

    def show_for(self, found: Explanation) -> None:
        """Show what the short form of ``found`` begins with; another parameter begins anew."""
        key = (found.ref, found.index)
        if key != self._for:
            self._for, self.way = key, [_beginning(found, self._workspace.selection.row)]
        frame = self._workspace.reasoning.frame
        known = all(node in frame.document.nodes and unit < frame.document.nodes[node].units for node, unit in self.way)
        if not known or frame.network is None or frame.rows is None or frame.snapshot is None:
            return
        if self._reckoned is None or self._reckoned[0] is not found:
            self._reckoned = found, Reckoning(
                frame.document, frame.network, frame.snapshot.theta, frame.rows, found.rows)
        places = np.flatnonzero(found.rows == self._workspace.selection.row)
        step = self._reckoned[1].back_step(self.way[-1])
        self._show(step, Symbols(frame.document), found, int(places[0]) if places.size else 0)

    @Slot(object)
    def begin_at(self, unit: Unit) -> None:
        """Show another unit at which the parameter was used."""
        self.way = [unit]
        self._again()

    def _show(self, step: BackStep, symbols: Symbols, found: Explanation, place: int) -> None:
        def at(values: Floats) -> str:
            return format_number(float(values[place]), DIGITS)

        top, unit = differential(symbols.loss), step.unit
        y, x = symbol_text(symbols.output(unit)), symbol_text(symbols.sum(unit))
        self.back.setEnabled(len(self.way) > 1)
        row = row_told(int(found.rows[place]), self._workspace.selection.row)
        self.title.setText(f"{symbols.label(unit)}, {row}")
        self.sum.setText(
            f"{top}/d{x} = {top}/d{y} × f′({x}) = {at(step.by_output)} × {at(step.slope)} = {at(step.by_sum)}"
        )
        own = f"{at(step.own)}, the loss's own slope" if step.own.any() or not step.count else ""
        passed = f"what {step.count:,} units pass back" if step.count > 1 else "what one unit passes back"
        passed = passed if step.count else ""
        self.output.setText(
            f"{top}/d{y} = {' + '.join(part for part in (own, passed) if part)}"
            + (f" = {at(step.by_output)}" if passed else "")
        )
        self._list(step, symbols, place)

    def _list(self, step: BackStep, symbols: Symbols, place: int) -> None:
        feeds = tuple(feed.unit for feed in step.feeds)
        self.list.setVisible(bool(feeds))
        if feeds != self._feeds:
            self._feeds = feeds
            self.list.clear()
            self.list.addTopLevelItems([QTreeWidgetItem([symbols.label(unit), "", ""]) for unit in feeds])
            for number in range(self.list.topLevelItemCount()):
                self._dress_line(self.list.topLevelItem(number))
            self.list.setFixedHeight(30 + _LINE * min(_MOST_LINES, len(feeds)))
        for number, feed in enumerate(step.feeds):
            item = self.list.topLevelItem(number)
            if item is not None:
                item.setText(1, format_number(feed.weight, DIGITS))
                item.setText(2, format_number(float(feed.passed_back[place]), DIGITS))
        rest = step.count - len(feeds)
        self.more.setVisible(rest > 0)
        self.more.setText(f"and {rest:,} more that pass back less; the sum holds them all.")

    def _dress_line(self, item: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        colors = self._workspace.theme.colors
        item.setSizeHint(0, QSize(0, _LINE))
        for column in (1, 2):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(0, QColor(colors.accent))
        for column, sample in ((1, "−0.0000"), (2, "passes back")):
            self.list.setColumnWidth(column, QFontMetrics(font(8.5)).horizontalAdvance(sample) + 20)

    # -- going ---------------------------------------------------------------------------------------------

    @Slot(QTreeWidgetItem, int)
    def _go(self, item: QTreeWidgetItem, _column: int) -> None:
        place = self.list.indexOfTopLevelItem(item)
        if 0 <= place < len(self._feeds):
            self.way.append(self._feeds[place])
            self._again()

    @Slot()
    def go_back(self) -> None:
        """Show the unit before."""
        if len(self.way) > 1:
            self.way.pop()
            self._again()

    def _again(self) -> None:
        found = self._workspace.reasoning.explanation
        if found is not None:
            self.show_for(found)


def _beginning(found: Explanation, row: int) -> Unit:
    """Return the parameter's own unit; of a convolution's number the place that adds most, first of all in ``row``."""
    if not found.uses:
        return found.ref[1], found.index[0] if found.index else 0
    here = found.rows == row

    def size(use: Use) -> tuple[float, float]:
        products = np.abs(use.products)
        return float(products[here].max(initial=0.0)), float(products.max(initial=0.0))

    return max(found.uses, key=size).unit
