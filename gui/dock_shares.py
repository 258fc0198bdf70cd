"""Views keep their share of the window: those along the bottom of its height, those at the sides of its width."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QObject, QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar

SETTLED_MS = 300
"""A resizing is over when nothing has come for so long; until then shares are taken from where it began."""
OPENED_MS = 1500
"""How many milliseconds after the start a screen may take to give the window the size that it had, maximised or not."""
RESTORED_MS = 500
"""So long after a start Qt puts sizes of the layout kept back at each resizing, in pixels of the window of then."""
LEFT = 184
"""Pixels of width of the views at the left in which the words on their tabs are whole."""
Area = Qt.DockWidgetArea
Across, Along = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


@dataclass(frozen=True, slots=True)
class Sizes:
    """The width and height of the window, and the widths and heights of docks in it, by name."""

    window: tuple[int, int]
    widths: dict[str, int]
    heights: dict[str, int]


class DockShares(QObject):
    """Qt keeps the pixels of docks when ``window`` changes its size; this keeps shares of it, ``docks()`` permitting.

    ``resized(before)`` is to be called with the size that the window had. ``kept()`` is text for the next start, where
    ``take_up`` reads it: a layout of Qt's alone loses its sizes when it comes before the window has its own.
    """

    def __init__(self, window: QMainWindow, docks: Callable[[], Iterable[QDockWidget]]) -> None:
        super().__init__(window)
        self._window, self._docks = window, docks
        self._begun: Sizes | None = None
        self._taken: Sizes | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.forget)

    def resized(self, before: QSize) -> None:
        """Give the docks in front the share that they had when the window's size was ``before``."""
        if self._begun is None and before.isValid() and before != self._window.size():
            found = self._found()
            below = {name for name in found.widths if self._area(self._named()[name]) is Area.BottomDockWidgetArea}
            widths = {name: width for name, width in found.widths.items() if name not in below}
            heights = {name: height for name, height in found.heights.items() if name in below}
            self._begun = Sizes((before.width(), before.height()), widths, heights) if found.widths else None
        self._deal(SETTLED_MS)
        if self._begun is self._taken is not None:
            QTimer.singleShot(RESTORED_MS, self, self.opened)  # Qt itself restores the layout once more till then

    def kept(self) -> str:
        """Return the sizes of the window and of the docks in front, as text."""
        return msgspec.json.encode(self._found()).decode()

    def take_up(self, kept: str) -> None:
        """Let the docks have their shares of ``kept`` as soon as the window shows, in whatever size it comes to."""
        try:
            self._begun = msgspec.json.decode(kept, type=Sizes)
        except msgspec.DecodeError:
            self._begun = None  # the first start, or what another version left
        self._taken = self._begun

    @Slot()
    def opened(self) -> None:
        """The window has come: deal out what ``take_up`` read."""
        self._deal(OPENED_MS)

    @Slot()
    def forget(self) -> None:
        """Take the next shares from what is there then."""
        self._begun = None

    def _deal(self, stays: int) -> None:
        """Give the docks what they had at the beginning; that is forgotten after ``stays`` milliseconds."""
        if self._begun is None:
            return
        wide, high = self._begun.window
        across, along = self._window.width() / max(wide, 1), self._window.height() / max(high, 1)
        known = {name: dock for name, dock in self._named().items() if not (dock.isHidden() or dock.isFloating())}
        widths = {
            known[name]: self._width(known[name], width, across)
            for name, width in self._begun.widths.items()
            if name in known
        }
        heights = {known[name]: round(high * along) for name, high in self._begun.heights.items() if name in known}
        self._window.resizeDocks(list(widths), list(widths.values()), Across)
        self._window.resizeDocks(list(heights), list(heights.values()), Along)
        self._timer.start(max(stays, self._timer.remainingTime()))

    def _width(self, dock: QDockWidget, width: int, share: float) -> int:
        """Return a dock's share of the width; at the left, not less than words need if they had it before."""
        least = min(LEFT, width) if self._area(dock) is Area.LeftDockWidgetArea else 0
        return max(least, round(width * share))

    def _area(self, dock: QDockWidget) -> Area:
        return self._window.dockWidgetArea(dock)

    def _named(self) -> dict[str, QDockWidget]:
        return {dock.objectName(): dock for dock in self._docks()}

    def _found(self) -> Sizes:
        """Return the sizes of the docks in sight; those behind others have sizes of long ago."""
        shown = {
            name: dock
            for name, dock in self._named().items()
            if not (dock.isHidden() or dock.isFloating() or dock.visibleRegion().isEmpty())
        }
        widths = {name: dock.width() for name, dock in shown.items()}
        heights = {name: self._height(dock) for name, dock in shown.items()}
        return Sizes((self._window.width(), self._window.height()), widths, heights)

    def _height(self, dock: QDockWidget) -> int:
        """Return a dock's height as the window deals it out: with its row of tabs, if it has one."""
        bars = [bar.height() for bar in self._window.findChildren(QTabBar) if bar.isVisible()]
        return dock.height() + (max(bars, default=0) if self._window.tabifiedDockWidgets(dock) else 0)
