"""The key above a map: which shape and colour is which class. Where there is little room, words are shortened."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.faults import guarded
from gui.plots.symbols import dress, paint_symbol
from gui.theme import Colors, font

HIGH = 17
_SIGN, _GAP, _CLOSE = 14, 12, 4
"""Pixels for a shape with its room, and between two entries; between them where there is little room."""
_SHORTEST = 24
"""Pixels to which words are shortened."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the key: what is painted as a mark, and the words for it."""

    shape: str
    color: str
    rim: str
    words: str
    width: float = 1


class Key(QWidget):
    """Shows entries side by side."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()
        self._ink = ""
        self.setFont(font(8))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_entries(self, entries: tuple[Entry, ...], colors: Colors) -> None:
        """Show these instead of the last ones."""
        if (entries, colors.text) != (self.entries, self._ink):
            self.entries, self._ink = entries, colors.text
            words = ", ".join(f"{entry.shape}: {entry.words}" for entry in entries)
            self.setAccessibleName(f"Key: {words}")
            self.setToolTip(words)
            self.update()

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        return QSize(120, HIGH)

    def minimumSizeHint(self) -> QSize:
        """Ask for the height only."""
        return QSize(0, HIGH)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint the entries that fit."""
        painter, left, middle = QPainter(self), 0, Qt.AlignmentFlag.AlignVCenter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for entry, (words, gap) in zip(self.entries, self._fitted(), strict=False):
            dress(painter, entry.color, entry.rim, entry.width)
            paint_symbol(painter, QPointF(left + _SIGN / 2 - 1, HIGH / 2), entry.shape, 9)
            painter.setPen(QColor(self._ink))
            width = self._advance(words)
            painter.drawText(left + _SIGN, 0, width, HIGH, middle, words)
            left += _SIGN + width + gap
        painter.end()

    def _advance(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words)

    def _fitted(self) -> list[tuple[str, int]]:
        """Return the words of the entries, with the gaps after them, as they fit: closer, then the longest shortened.

        Only where the shortest wording is too long are entries left out, from the end.
        """
        words, gap = [entry.words for entry in self.entries], _GAP
        room = self.width() - len(words) * _SIGN
        if sum(map(self._advance, words)) + gap * (len(words) - 1) > room:
            gap = _CLOSE
        longest = max(map(self._advance, words), default=0)
        while sum(map(self._advance, words)) + gap * (len(words) - 1) > room and longest > _SHORTEST:
            longest -= 4
            words = [self.fontMetrics().elidedText(entry.words, Qt.TextElideMode.ElideRight, longest)
                     for entry in self.entries]
        while len(words) > 1 and sum(map(self._advance, words)) + (gap + _SIGN) * len(words) - gap > self.width():
            words.pop()
        return [(said, gap) for said in words]
