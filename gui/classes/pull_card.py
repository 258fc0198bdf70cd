"""Two losses side by side in a few lines of numbers; where there is little height the dearest lines stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gui.classes.loss_curves import tints
from gui.theme import Theme, font

LINE_HEIGHT = 16
HEADS = "cross entropy", "squared residuals"
SHORT_HEADS = "CE", "SSR"
_HEAD_SHARE = 0.34
_APART = 12
"""Pixels between the two numbers of a line at least."""
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


Words: TypeAlias = tuple[str, ...]
"""What stands in a cell, from long to short."""


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line: what it is, and what stands for each loss. Where room is scarce ``rank`` 0 stays longest; lines
    of one rank stay or go together, where one without the other would not add up."""

    name: str
    said: tuple[Words, Words]
    tip: str
    rank: int = 1
    bold: bool = False


class PullCard(QWidget):
    """Paints the lines; a new number costs no layout."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._room = theme, 99
        self.lines: tuple[CardLine, ...] = ()
        self._plain, self._bold = font(8), font(8, bold=True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Cross entropy and squared residuals side by side")
        theme.changed.connect(self.update)

    def show_lines(self, lines: tuple[CardLine, ...]) -> None:
        """Show these lines."""
        if lines == self.lines:
            return
        grown = len(lines) != len(self.lines)
        self.lines = lines
        self.setAccessibleDescription("; ".join(f"{line.name}: {line.said[0][0]}, {line.said[1][0]}" for line in lines))
        if grown:
            self.updateGeometry()
        self.update()

    def use_room(self, height: int) -> None:
        """Show as many lines as ``height`` has room for, one at least."""
        room = max(1, height // LINE_HEIGHT - 1)
        if room != self._room:
            self._room = room
            self.updateGeometry()
            self.update()

    @property
    def shown(self) -> tuple[CardLine, ...]:
        """The lines that there is room for, in their order."""
        kept: list[CardLine] = []
        for rank in sorted({line.rank for line in self.lines}):
            alike = [line for line in self.lines if line.rank == rank]
            if kept and len(kept) + len(alike) > self._room:
                break
            kept += alike
        return tuple(line for line in self.lines if line in kept)

    def sizeHint(self) -> QSize:
        """Ask for the heads and the lines there is room for."""
        return QSize(180, (1 + max(1, len(self.shown))) * LINE_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Ask for the same: what is too much is left out by ``use_room``."""
        return self.sizeHint()

    def _columns(self) -> tuple[QRect, QRect, QRect]:
        """Return the rectangles of the three columns on the first line."""
        first = int(self.width() * _HEAD_SHARE)
        half = (self.width() - first) // 2
        return (QRect(0, 0, first, LINE_HEIGHT), QRect(first, 0, half - _APART, LINE_HEIGHT),
                QRect(first + half, 0, half - 2, LINE_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write heads and lines."""
        painter, colors = QPainter(self), self._theme.colors
        name, *halves = self._columns()
        for rect, words, short, ink in zip(halves, HEADS, SHORT_HEADS, tints(colors).values(), strict=True):
            painter.setFont(self._bold)
            painter.setPen(QColor(ink))
            painter.drawText(rect, _RIGHT, _fitted(painter, rect, (words, short)))
        painter.setPen(QPen(QColor(colors.border), 0))
        painter.drawLine(0, LINE_HEIGHT, self.width(), LINE_HEIGHT)
        for place, line in enumerate(self.shown, 1):
            painter.setFont(self._bold if line.bold else self._plain)
            below = place * LINE_HEIGHT
            painter.setPen(QColor(colors.text if line.bold else colors.muted))
            painter.drawText(name.translated(0, below), _LEFT, _fitted(painter, name, (line.name,)))
            painter.setPen(QColor(colors.text))
            for rect, cell in zip(halves, line.said, strict=True):
                painter.drawText(rect.translated(0, below), _RIGHT, _fitted(painter, rect, cell))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say what the line under the pointer is, with its numbers in full."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = event.pos().y() // LINE_HEIGHT - 1
            if 0 <= place < len(self.shown):
                line = self.shown[place]
                words = f"{line.tip}\nCross entropy: {line.said[0][0]}\nSquared residuals: {line.said[1][0]}"
                QToolTip.showText(event.globalPos(), words, self)
                return True
        return super().event(event)


def _fitted(painter: QPainter, rect: QRect, wordings: Words) -> str:
    metrics: QFontMetrics = painter.fontMetrics()
    fitting = (words for words in wordings if metrics.horizontalAdvance(words) <= rect.width())
    return next(fitting, metrics.elidedText(wordings[-1], Qt.TextElideMode.ElideRight, rect.width()))
