"""The bar beside a map that says which number a shade is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.faults import guarded
from gui.plots.axis import BOTTOM, POINTS
from gui.plots.marks import Span
from gui.plots.ticks import linear_ticks, tick_step, tick_text
from gui.theme import Colors, font

WIDE = 52
_TOP, _BAR, _A_TICK = 6, 10, 28


class ColorBar(QWidget):
    """A gradient between three colours with round numbers at its side; as high as the plot beside it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._span: Span = (0.0, 1.0)
        self._hues = ("", "", "")
        self._colors: Colors | None = None
        self.setFixedWidth(WIDE)
        self.setFont(font(POINTS))
        self.hide()

    def show_span(self, limits: Span, hues: tuple[str, str, str], name: str, colors: Colors) -> None:
        """Show the colours of the numbers within limits."""
        self._span, self._hues, self._colors = limits, hues, colors
        words = f"{name}: from {limits[0]:g} (pale) to {limits[1]:g} (dark)"
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the width only."""
        return QSize(WIDE, 60)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint the bar and its numbers."""
        if self._colors is None:
            return
        bar = QRectF(4, _TOP, _BAR, max(1, self.height() - _TOP - BOTTOM))
        shades = QLinearGradient(bar.bottomLeft(), bar.topLeft())
        for place, hue in zip((0.0, 0.5, 1.0), self._hues, strict=True):
            shades.setColorAt(place, QColor(hue))
        painter = QPainter(self)
        painter.fillRect(bar, shades)
        painter.setPen(QPen(QColor(self._colors.frozen), 0))
        painter.drawRect(bar)
        self._numbers(painter, bar)
        painter.end()

    def _numbers(self, painter: QPainter, bar: QRectF) -> None:
        assert self._colors is not None
        low, high = self._span
        most = max(2, int(bar.height() / _A_TICK))
        step = tick_step(low, high, most)
        painter.setPen(QColor(self._colors.muted))
        for value in linear_ticks(low, high, most):
            y = bar.bottom() - (value - low) / (high - low) * bar.height()
            box = QRectF(bar.right() + 4, y - 7, WIDE, 14)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, tick_text(value, step))
