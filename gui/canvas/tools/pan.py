"""Drag the canvas itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt

from gui.canvas.tools.tool import Desk, Pointer, Tool


class PanTool(Tool):
    """Moves what is seen along with the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, desk: Desk, scroll: Callable[[QPoint], object]) -> None:
        super().__init__(desk)
        self._scroll = scroll
        self._last = QPoint()

    def press(self, pointer: Pointer) -> None:
        """Take hold."""
        super().press(pointer)
        self._last = pointer.view

    def move(self, pointer: Pointer) -> None:
        """Follow."""
        self._scroll(pointer.view - self._last)
        self._last = pointer.view
