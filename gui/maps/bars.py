"""What comes out at one place, as bars with numbers: raw values and, of classes, their probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.quantity import format_number, format_share
from gui.faults import guarded
from gui.plots.symbols import dress, paint_symbol
from gui.theme import Colors, font

_HEAD, _LINE, _ROW, _BAR = 18, 13, 32, 7
_LEAST_ROW = 24
LEAST, MOST_WIDE = 120, 230
ROOMY = 175
"""Pixels of width from which there is room for raw values beside what becomes of them."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One output: ``raw`` is what goes into the choice, None where there is none; ``value`` what comes out."""

    name: str
    shape: str
    color: str
    raw: float | None
    value: float

    @property
    def text(self) -> str:
        """The number in words: a probability never reads as 1 unless it is."""
        return format_number(self.value, 3) if self.raw is None else format_share(self.value, 3)

    @property
    def whole(self) -> str:
        """The number with the raw value before it."""
        return self.text if self.raw is None else f"{format_number(self.raw, 3)} → {self.text}"


class Bars(QWidget):
    """Shows bars one below the other, as many as there is room for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.bars: tuple[Bar, ...] = ()
        self._title: tuple[str, ...] = ()
        self._colors: Colors | None = None

    def show_bars(self, bars: tuple[Bar, ...], title: tuple[str, ...], colors: Colors) -> None:
        """Show these; ``title`` says where: "petal width 1.5", a number each."""
        self.bars, self._title, self._colors = bars, title, colors
        words = "; ".join(f"{bar.name} {bar.whole}" for bar in bars)
        where = ", ".join(title)
        self.setAccessibleName(f"{where}: {words}")
        self.setToolTip(f"{where}\n" + words.replace("; ", "\n"))
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint title and bars."""
        if self._colors is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(7.5))
        head = self._paint_title(painter, self._colors)
        row = self._row(self.height() - head)
        room = max(1, (self.height() - head) // row)
        few = self.bars if len(self.bars) <= room else self.bars[: max(1, (self.height() - head - _HEAD) // row)]
        for place, bar in enumerate(few):
            self._paint(painter, bar, head + place * row, self._colors)
        if len(few) < len(self.bars):
            painter.setPen(QColor(self._colors.muted))
            painter.drawText(QPointF(2, head + len(few) * row + 12), f"and {len(self.bars) - len(few)} more")
        painter.end()

    def _paint_title(self, painter: QPainter, colors: Colors) -> int:
        """Write where it is, a line a number where one line is too short; return the pixels it takes."""
        metrics, room = painter.fontMetrics(), self.width() - 6
        one_line = ", ".join(self._title)
        lines = (one_line,) if metrics.horizontalAdvance(one_line) <= room else self._title
        painter.setPen(QColor(colors.muted))
        for place, line in enumerate(lines):
            name, _, number = line.rpartition(" ")
            name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room - metrics.horizontalAdvance(f" {number}"))
            words = line if metrics.horizontalAdvance(line) <= room else f"{name} {number}"
            painter.drawText(QRectF(2, place * _LINE, self.width() - 4, _LINE), Qt.AlignmentFlag.AlignVCenter, words)
        return len(lines) * _LINE + _HEAD - _LINE

    def _row(self, room: int) -> int:
        """Return the pixels of height for a bar: less where all would not fit else."""
        return _ROW if len(self.bars) * _ROW <= room else min(_ROW, max(_LEAST_ROW, room // max(1, len(self.bars))))

    def _reach(self) -> float:
        """Return the number that a bar of full length stands for."""
        if any(bar.raw is not None for bar in self.bars):
            return 1.0
        known = [abs(bar.value) for bar in self.bars if np.isfinite(bar.value)]
        return max(known, default=1.0) or 1.0

    def _paint(self, painter: QPainter, bar: Bar, top: int, colors: Colors) -> None:
        line, wide = QRectF(18, top, self.width() - 22, 16), self.width() - 22
        dress(painter, bar.color, colors.window)
        paint_symbol(painter, QPointF(9, top + 8), bar.shape, 9)
        number = bar.whole if self.width() >= ROOMY else bar.text
        right = painter.fontMetrics().horizontalAdvance(number) + 6
        painter.setPen(QColor(colors.text))
        name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, int(wide - right))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)
        frame = QRectF(18, top + 16, wide, _BAR)
        painter.setPen(QPen(QColor(colors.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame)
        if np.isfinite(bar.value):
            share = min(1.0, abs(bar.value) / self._reach())
            style = Qt.BrushStyle.SolidPattern if bar.value >= 0 else Qt.BrushStyle.BDiagPattern
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(QColor(bar.color), style))
            painter.drawRect(QRectF(frame.left(), frame.top(), frame.width() * share, frame.height()))
