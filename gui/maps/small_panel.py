"""The column of small maps beside the map: which output they contribute to, the maps, and their button."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from core.ground import Ground
from gui.controls.tool_button import tool_button
from gui.maps.chart import Chart
from gui.maps.small import outputs_of, small_maps, units_shown
from gui.maps.small_view import SmallMaps
from gui.plots.unit_choice import UnitChoice
from gui.theme import Colors, font, styled

SHARE = 0.32
"""The most of the view's width that the small maps take: the map itself is what one looks at."""
LEAST = 76
"""Pixels of width for the list of outputs."""
MOST = 12
"""Small maps that are drawn."""


class SmallPanel(QWidget):
    """As wide as its maps need."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent
        self.output = UnitChoice(self, "The output to which the weights at the small maps lead")
        self.maps = SmallMaps(self)
        self.shown, self.more = _button(parent), QLabel(self)
        self.more.setFont(font(7.5))
        self.more.setToolTip("Make the view larger to see more of the hidden units")
        self._count = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 2, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.output)
        column.addWidget(self.maps, 1)
        column.addWidget(self.more)
        self.hide()

    def show_maps(self, ground: Ground, chart: Chart, selected: str | None, colors: Colors) -> None:
        """Show the maps of a chart's hidden units; gone where there are none."""
        document = chart.frame.document
        self.output.offer(document, outputs_of(chart))
        units = units_shown(document, selected, self.output.unit)
        self._count = len(units)
        self.setVisible(bool(units))
        self.more.setStyleSheet(styled(f"color: {colors.muted}"))
        self.maps.show_maps(small_maps(ground, chart, units[:MOST], self.output.unit, colors), colors)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the width that the maps need at this height."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take at most a share of the view's width; what has no room is counted."""
        head = sum(part.sizeHint().height() + 3 for part in (self.output, self.more) if not part.isHidden())
        room = int(self._view.width() * SHARE)
        wide = self.maps.fit(room, max(60, self.height() - head - 2))
        self.setFixedWidth(max(wide, LEAST) + 6)
        left = self._count - self.maps.count
        self.more.setText(f"and {left} more")
        self.more.setVisible(left > 0)


def _button(parent: QWidget) -> QToolButton:
    tip = "Show a small map for each hidden node: what it puts out, and its weight for one output"
    button = tool_button(parent, tip, text="⊞", checkable=True, style="padding: 2px 5px")
    button.setChecked(True)
    return button
