"""The views along the bottom keep their share of the window's height: the canvas is not to bear a small one alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

SETTLED_MS = 300
"""A resizing is over when nothing has come for so long; until then shares are taken from where it began."""


class DockShares(QObject):
    """Qt keeps the pixels of docks when ``window`` changes its height; this keeps shares of it, ``docks()`` permitting.

    ``resized(before)`` is to be called with the height that the window had.
    """

    def __init__(self, window: QMainWindow, docks: Callable[[], Iterable[QDockWidget]]) -> None:
        super().__init__(window)
        self._window, self._docks = window, docks
        self._begun: tuple[int, dict[QDockWidget, int]] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(self._forget)

    def resized(self, before: int) -> None:
        """Give the docks in front the share of the height that they had when the window was ``before`` high."""
        if before <= 0 or before == self._window.height():
            return
        if self._begun is None:
            found = {dock: self._height(dock) for dock in self._docks() if self._below(dock)}
            if not found:
                return
            self._begun = before, found
        high, heights = self._begun
        wanted = [round(height * self._window.height() / high) for height in heights.values()]
        self._window.resizeDocks(list(heights), wanted, Qt.Orientation.Vertical)
        self._timer.start()

    @Slot()
    def _forget(self) -> None:
        self._begun = None

    def _below(self, dock: QDockWidget) -> bool:
        """Whether a dock is in front, along the bottom; those behind others have heights of long ago."""
        area = self._window.dockWidgetArea(dock)
        shown = not (dock.isHidden() or dock.isFloating() or dock.visibleRegion().isEmpty())
        return shown and area is Qt.DockWidgetArea.BottomDockWidgetArea

    def _height(self, dock: QDockWidget) -> int:
        """Return a dock's height as the window deals it out: with its row of tabs, if it has one."""
        bars = [bar.height() for bar in self._window.findChildren(QTabBar) if bar.isVisible()]
        return dock.height() + (max(bars, default=0) if self._window.tabifiedDockWidgets(dock) else 0)
