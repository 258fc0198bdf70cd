"""A list that is opened to choose from; a letter typed on it closed finds an entry, and is no shortcut."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

from gui.controls.own_keys import kept

_TYPED = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier)


class DropList(QComboBox):
    """Qt's own offers every key to the window's shortcuts first: L froze a number instead of finding "linear"."""

    def event(self, event: QEvent) -> bool:
        """Keep letters and digits."""
        return kept(event, _typed) or super().event(event)


def _typed(event: QKeyEvent) -> bool:
    return event.modifiers() in _TYPED and event.text().isprintable() and event.text() != ""
