"""The tooltip of a factor: it stands below the factor, not over it as one at the pointer would."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer, Slot
from PySide6.QtWidgets import QStyle, QToolTip, QWidget

from gui.inspectors.formula_lines import Placed

_AT = QPoint(0, -8)
"""Where it is asked for, from the lower left corner of the factor: Qt puts it 16 pixels below that."""


class FactorTip(QTimer):
    """Waits as long as any tooltip does."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._over: Placed | None = None
        self.setSingleShot(True)
        self.timeout.connect(self._tell)

    @property
    def waits(self) -> bool:
        """Whether the pointer is on a factor."""
        return self._over is not None

    def follow(self, over: Placed | None) -> None:
        """Follow the pointer: it is on another factor, or on none."""
        if over is not self._over:
            self._over = over
            self.stop()
            if over is not None:
                self.start(self._widget.style().styleHint(QStyle.StyleHint.SH_ToolTip_WakeUpDelay))

    @Slot()
    def _tell(self) -> None:
        if self._over is not None and self._widget.isVisible():
            area = self._over.area.toAlignedRect()
            at = self._widget.mapToGlobal(area.bottomLeft() + _AT)
            QToolTip.showText(at, self._over.term.tip, self._widget, area)
