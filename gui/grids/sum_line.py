"""The line of the sum on the screen: parts in colours, as many terms as there is room for, the whole in the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from gui.faults import guarded
from gui.grids.sum_words import MUTED, NAME, NOTHING_POINTED, PLAIN, RESULT, WEIGHT, Part, Words
from gui.theme import Theme, font

POINTS = (10.0, 9.0, 8.0)
"""Sizes of letters that are tried, the largest first."""
PAD = 12
_BOLD = (NAME, WEIGHT, RESULT)
_LONGEST_TIP = 900
"""Letters of a tooltip at most; Copy gives all."""


class SumLine(QWidget):
    """Shows one line. Ctrl+C and the menu copy all of it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words: Words = NOTHING_POINTED
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self._tell()

    def say(self, words: Words) -> None:
        """Show these words."""
        if words != self.words:
            self.words = words
            self._tell()
            self.update()

    def _tell(self) -> None:
        whole = self.words.whole
        self.setToolTip(whole if len(whole) <= _LONGEST_TIP else f"{whole[:_LONGEST_TIP]}… (Ctrl+C copies all)")
        self.setAccessibleName(f"How the cell came about: {whole}")

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        return QSize(200, 34)

    def fitted(self) -> tuple[list[Part], QFont, QFont]:
        """Return the parts that fit, with the plain and the bold letters."""
        room = self.width() - 2 * PAD
        count = len(self.words.terms)
        for most, points in _tries(count):
            plain, bold = font(points), font(points, bold=True)
            parts = self.words.parts(most)
            if _width(parts, plain, bold) <= room:
                break
        return parts, plain, bold

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # all of it is painted
        """Paint the frame and the parts."""
        painter, colors = QPainter(self), self._theme.colors
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colors.accent if self.hasFocus() else colors.border), 1))
        painter.drawRoundedRect(self.rect().adjusted(0, 1, -1, -2), 8, 8)
        inks = {NAME: colors.cycle[1], PLAIN: colors.text, WEIGHT: colors.positive, RESULT: colors.text,
                MUTED: colors.muted}  # fmt: skip
        parts, plain, bold = self.fitted()
        metrics = QFontMetricsF(plain)
        x, y = float(PAD), (self.height() + metrics.ascent() - metrics.descent()) / 2
        for text, role in parts:
            used = bold if role in _BOLD else plain
            painter.setFont(used)
            painter.setPen(QColor(inks[role]))
            wide = QFontMetricsF(used).horizontalAdvance(text)
            room = self.width() - PAD - x
            if wide > room:
                text = QFontMetricsF(used).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))
            painter.drawText(QPointF(x, y), text)
            x += wide
            if wide > room:
                break
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Copy the whole sum", self.copy)
        menu.popup(event.globalPos())

    @Slot()
    def copy(self) -> None:
        """Put all of the line on the clipboard."""
        QGuiApplication.clipboard().setText(self.words.whole)


def _tries(count: int) -> list[tuple[int, float]]:
    """Return how many terms in which letters are tried: all in smaller letters before some are left out."""
    fewer = [most for most in (24, 18, 14, 11, 9, 8, 7, 6, 5, 4, 3, 2) if most < count]
    return [*((count, points) for points in POINTS), *((most, POINTS[1]) for most in fewer)]


def _width(parts: list[Part], plain: QFont, bold: QFont) -> float:
    by_role = {False: QFontMetricsF(plain), True: QFontMetricsF(bold)}
    return sum(by_role[role in _BOLD].horizontalAdvance(text) for text, role in parts)
