"""A label whose text changes many times a second.

QLabel lays the whole page out again at each new text (5 ms, measured); this one only where it needs more room.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import font

_TALL = 10_000


class LiveLabel(QWidget):
    """Numbers stand at the right on one line and keep the widest room they had; words wrap, and may be muted."""

    def __init__(self, parent: QWidget | None = None, *, words: bool = False, shown: QFont | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._text = ""
        self._room = QSize(0, 0)
        self.setFont(shown or font(8.5 if words else 9.75, bold=not words))
        wide = QSizePolicy.Policy.Expanding if words else QSizePolicy.Policy.Minimum
        policy = QSizePolicy(wide, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(words)
        self.setSizePolicy(policy)

    def text(self) -> str:
        """Return what is shown."""
        return self._text

    def setText(self, text: str) -> None:
        """Show ``text``; the page is laid out again only if it takes more room, or fewer lines."""
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self._fit()
        self.update()

    def _fit(self) -> None:
        needed = QSize(0, self.heightForWidth(self.width())) if self._words else self._line()
        grown = needed if self._words else needed.expandedTo(self._room)
        if grown != self._room:
            self._room = grown
            self.updateGeometry()

    def _line(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height())

    def _flags(self) -> int:
        if self._words:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return self._words

    def heightForWidth(self, width: int) -> int:
        """Return how high the text is in ``width``."""
        return self.height_of(self._text, width)

    def height_of(self, text: str, width: int) -> int:
        """Return how high another text would be in ``width``."""
        metrics = QFontMetrics(self.font())
        if not self._words:
            return metrics.height()
        return metrics.boundingRect(QRect(0, 0, max(40, width), _TALL), self._flags(), text).height()

    def sizeHint(self) -> QSize:
        """Ask for the room the text takes: numbers in one line, words as they wrap."""
        return QSize(60, self.heightForWidth(self.width())) if self._words else self._room.expandedTo(self._line())

    def minimumSizeHint(self) -> QSize:
        """Words wrap to any width; numbers are never cut."""
        return QSize(40, QFontMetrics(self.font()).height()) if self._words else self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        if self._words and event.oldSize().width() != event.size().width():
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the text; words in the muted colour."""
        painter = QPainter(self)
        role = QPalette.ColorRole.PlaceholderText if self._words else QPalette.ColorRole.WindowText
        painter.setPen(self.palette().color(role))
        painter.setFont(self.font())
        painter.drawText(self.rect(), self._flags(), self._text)
        painter.end()
