"""Keys that a widget keeps for itself: Qt offers each to the window's shortcuts first, and asks the widget before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent


def kept(event: QEvent, own: Callable[[QKeyEvent], bool]) -> bool:
    """Keep a key from the window's shortcuts where it is the widget's ``own``; tell whether ``event`` offered one."""
    if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and own(event):
        event.accept()
        return True
    return False
