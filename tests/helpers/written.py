"""What is written in a part of the window, also by hand of a painter: it is drawn as SVG, which keeps texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QAbstractItemView, QWidget

from gui.canvas.view import CanvasView

_TEXT = re.compile(r"<text[^>]*>([^<]*)</text>")
_NUMBER = re.compile(r"(?<![\w.])[-−]?\d+(?:,\d{3})*(?:\.\d+)?")
MOST_ROWS = 4
"""Rows of a table that are read."""


def words_in(part: QWidget) -> tuple[str, ...]:
    """Return the texts in a dock or on the canvas."""
    if isinstance(part, CanvasView):
        return _of_canvas(part)
    return tuple(_of_widgets(part))


def numbers_in(text: str) -> tuple[float, ...]:
    """Return the numbers in a text."""
    return tuple(float(one.replace("−", "-").replace(",", "")) for one in _NUMBER.findall(text))


def _of_widgets(part: QWidget) -> Iterator[str]:
    for widget in (part, *part.findChildren(QWidget)):
        if not widget.visibleRegion().isEmpty() and not widget.findChildren(QWidget):
            yield from _drawn(widget)
    for table in part.findChildren(QAbstractItemView):
        model = table.model()
        if model is not None and not table.visibleRegion().isEmpty():
            rows = min(model.rowCount(), MOST_ROWS)
            yield from (str(model.index(row, at).data()) for row in range(rows) for at in range(model.columnCount()))


def _drawn(widget: QWidget) -> list[str]:
    buffer, generator = _paper(widget.rect())
    painter = QPainter(generator)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    return _texts(buffer)


def _of_canvas(canvas: CanvasView) -> tuple[str, ...]:
    area = QRectF(canvas.canvas.stage.drawing.bounds)
    buffer, generator = _paper(area.toRect())
    painter = QPainter(generator)
    canvas.canvas.render(painter, QRectF(0, 0, area.width(), area.height()), area)
    painter.end()
    return tuple(_texts(buffer))


def _paper(area: QRect) -> tuple[QBuffer, QSvgGenerator]:
    buffer, generator = QBuffer(), QSvgGenerator()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator.setOutputDevice(buffer)
    generator.setSize(area.size())
    generator.setViewBox(QRect(0, 0, area.width(), area.height()))
    return buffer, generator


def _texts(buffer: QBuffer) -> list[str]:
    return [unescape(found) for found in _TEXT.findall(bytes(buffer.data().data()).decode())]
