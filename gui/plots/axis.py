"""An axis with few, round numbers, written as everywhere in the program."""

from __future__ import annotations

import math
from html import escape
from itertools import pairwise

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsSceneResizeEvent

from core.quantity import format_number
from gui.plots.ticks import linear_ticks, log_ticks, tick_text
from gui.plots.tints import mixed
from gui.theme import Colors, font

_ALONG = {"left": "Up this axis", "bottom": "Along this axis"}
_PIXELS_A_TICK = {"left": 32, "bottom": 60}
POINTS = 7.5
SHORT = (("cross entropy", "CE"), ("Cross entropy", "CE"), ("parameter", "number"))
"""Words of names of axes, and what is written where there is no room for them."""
_AHEAD = 6
"""Pixels beyond its ends into which an axis writes half of a number."""
BOTTOM = 30
"""Pixels for the numbers and the name below a plot."""

_MOST_DECADES = 308
"""Powers of ten beyond are no numbers of the machine's any more."""


class QuantityAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The left or bottom axis of a plot. In logarithmic mode it is given exponents of ten."""

    def __init__(self, side: str) -> None:
        super().__init__(side, maxTickLength=-4)
        self.logarithmic = False
        self.setStyle(
            maxTickLevel=0, maxTextLevel=0, tickFont=font(POINTS), tickTextOffset=4, tickAlpha=255,
            autoReduceTextSpace=False, tickTextWidth=24, hideOverlappingLabels=True,
        )  # fmt: skip
        self.enableAutoSIPrefix(False)
        if side == "bottom":
            self.setHeight(BOTTOM)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N803  pyqtgraph's names
        """Return one level of ticks, as many as fit."""
        most = max(2, int(size / _PIXELS_A_TICK[self.orientation]))
        place = log_ticks if self.logarithmic else linear_ticks
        ticks = place(minVal, maxVal, most)
        step = min((after - before for before, after in pairwise(ticks)), default=1.0)
        return [(step, ticks)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: ARG002
        """Return what stands at the ticks."""
        if self.logarithmic:
            return [format_number(10.0**value if value < _MOST_DECADES else math.inf, 3) for value in values]
        return [tick_text(value, spacing) for value in values]

    @property
    def _ahead(self) -> int:
        """Pixels beyond the ends of the axis that are its own."""
        return _AHEAD if self.orientation == "bottom" else 0

    def boundingRect(self) -> QRectF:
        """Return the room of the axis, a little beyond its ends: a number at the very end is written, too."""
        rect: QRectF = super().boundingRect()
        return rect.adjusted(-self._ahead, 0, self._ahead, 0)

    def shape(self) -> QPainterPath:
        """Return what the pointer finds: the numbers at the very ends, too."""
        path = QPainterPath()
        path.addRect(super().shape().boundingRect().adjusted(-self._ahead, 0, self._ahead, 0))
        return path

    def setRange(self, mn: float, mx: float) -> None:
        """Show these limits. pyqtgraph would lay out the name anew for each of them, in case its unit changes."""
        self.range, self.picture = [mn, mx], None
        self.update()

    def name(self, text: str, colors: Colors) -> None:
        """Write ``text`` along the axis."""
        if (text, colors.muted) != (self.labelText, self.labelStyle.get("color")):
            self.label.setFont(font(POINTS))
            self.setLabel(text, color=colors.muted)
            if text:
                self.setToolTip(f"{_ALONG[self.orientation]}: {text}")

    def labelString(self) -> str:
        """Return the label as HTML, shortened to the axis; a column may be called "a < b"."""
        color, words = self.labelStyle.get("color", ""), escape(fitted(self.labelText, self._length))
        return f'<span style="color: {color}">{words}</span>'

    @property
    def _length(self) -> float:
        size = self.size()
        return float(size.height() if self.orientation == "left" else size.width())

    def resizeEvent(self, ev: QGraphicsSceneResizeEvent | None = None) -> None:
        """Write as much of the name as there is room for."""
        if self.label is not None and ev is not None and self.labelText:
            self.label.setHtml(self.labelString())
        super().resizeEvent(ev)

    def restyle(self, colors: Colors, *, grid: bool) -> None:
        """Use the colours of a theme; faint lines across the plot where ``grid``."""
        self.setPen(QPen(QColor(colors.frozen), 1))
        self.setTextPen(QPen(QColor(colors.muted)))
        self.setTickPen(QPen(QColor(mixed(colors.border, colors.window)), 1))
        self.setGrid(255 if grid else False)


def fitted(text: str, length: float) -> str:
    """Return ``text``, shortened where it is longer than ``length`` pixels; whole as long as there is no length yet."""
    metrics = QFontMetricsF(font(POINTS))
    if length <= 0 or metrics.horizontalAdvance(text) <= length:
        return text
    for words, letters in SHORT:
        text = text.replace(words, letters)
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, length)
