"""Fields that leave Ctrl+Z to the window where they have nothing of their own to undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

_KEYS = QKeySequence.StandardKey


class Line(QLineEdit):
    """A line of text. Qt's own takes Ctrl+Z for itself even when nothing was typed."""

    def event(self, event: QEvent) -> bool:
        """Let the window's shortcut have an undo or redo that would do nothing here."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._idle(event):
            event.ignore()
            return True
        return super().event(event)

    def _idle(self, event: QKeyEvent) -> bool:
        able = {_KEYS.Undo: self.isUndoAvailable(), _KEYS.Redo: self.isRedoAvailable()}
        return any(event.matches(key) and not mine for key, mine in able.items())
