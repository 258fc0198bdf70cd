"""A place for one widget that passes on to the window only what differs in its size.

A new text in a label tells every layout above it, up to the window's, which then lays out and paints all docks anew
(3 ms, measured) however little has changed.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


class Shelf(QWidget):
    """Gives ``content`` all of its room, and asks the layout it stands in for as much as ``content`` asks for."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.content = content
        content.setParent(self)
        content.show()
        self.setSizePolicy(content.sizePolicy())
        self._asked = self._asks()

    def _asks(self) -> tuple[QSize, QSize]:
        return self.minimumSizeHint(), self.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Ask for what the content needs."""
        least = self.content.minimumSize()
        hint = self.content.minimumSizeHint()
        return QSize(least.width() or hint.width(), least.height() or hint.height())

    def sizeHint(self) -> QSize:
        """Ask for what the content likes to have."""
        return self.content.sizeHint().expandedTo(self.minimumSizeHint())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the room."""
        super().resizeEvent(event)
        self.content.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        """Tell the layout around where the content asks for something else than before; this shelf has no layout."""
        if event.type() is QEvent.Type.LayoutRequest:
            asked = self._asks()
            if asked != self._asked:
                self._asked = asked
                self.updateGeometry()
        return super().event(event)
