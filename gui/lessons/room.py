"""Gives the views that a step points at more room where they are too small to be read, and takes it back afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QTabBar

from gui.main_window import MainWindow

Area = Qt.DockWidgetArea
ACROSS, DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
WIDE = {Area.BottomDockWidgetArea: 400, Area.RightDockWidgetArea: 340}
HIGH = {Area.BottomDockWidgetArea: 250, Area.RightDockWidgetArea: 340}
"""Pixels that a view needs for its numbers to be read, by where it lies."""
NARROWEST, LOWEST = 150, 190
"""Pixels that the views beside it, and those above or below it, keep."""
LEAST_BELOW = 120
"""Pixels that the views along the bottom keep where the drawing needs the height."""
BESIDE = 8
"""Views whose upper edges differ by less lie side by side."""


@dataclass(frozen=True, slots=True)
class Given:
    """Views, with the sizes that they had, and which places there were in their part of the window then."""

    docks: list[QDockWidget]
    sizes: list[int]
    way: Qt.Orientation
    places: list[str]


class Room:
    """``given`` says what has been asked for last: the names of views, and whether the canvas gave height for them."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.given: tuple[tuple[str, ...], bool] = ((), True)
        self._past: list[Given] = []

    def give(self, names: tuple[str, ...], *, high: bool) -> None:
        """Let these views be as large as they need to be; ``high`` says whether the canvas may give height for them."""
        self.given = names, high
        for name in names:
            dock = self._window.dock(name)
            if dock in self._in_front():
                self._widen(dock, names)
                self._heighten(dock, names, of_canvas=high)

    def give_canvas(self) -> None:
        """Let the canvas have the height of the views below it, but for what they need to be known again."""
        below = [dock for dock in self._in_front()
                 if self._window.dockWidgetArea(dock) is Area.BottomDockWidgetArea]  # fmt: skip
        if below and not any(dock.objectName() in self.given[0] or dock.height() <= LEAST_BELOW for dock in below):
            self._resize(below, [LEAST_BELOW + self._tabs(dock) for dock in below], DOWN)

    def take_back(self) -> None:
        """Give every view the size that it had, but where other views have come or gone since."""
        for past in reversed(self._past):
            if self._places(past.docks[0]) == past.places:
                self._window.resizeDocks(past.docks, past.sizes, past.way)
        self.forget()

    def forget(self) -> None:
        """Leave everything as it is."""
        self.given, self._past = ((), True), []

    def _resize(self, docks: list[QDockWidget], sizes: list[int], way: Qt.Orientation) -> None:
        before = [dock.width() if way is ACROSS else dock.height() + self._tabs(dock) for dock in docks]
        self._past.append(Given(docks, before, way, self._places(docks[0])))
        self._window.resizeDocks(docks, sizes, way)

    def _in_front(self) -> list[QDockWidget]:
        docks = [self._window.dock(name) for name in self._window.views]
        docked = [dock for dock in docks if self._window.dockWidgetArea(dock) in WIDE and not dock.isFloating()]
        return [dock for dock in docked if not dock.visibleRegion().isEmpty()]

    def _neighborhood(self, dock: QDockWidget) -> list[QDockWidget]:
        """Return the views in front in the same part of the window, this one among them."""
        area = self._window.dockWidgetArea(dock)
        return [one for one in self._in_front() if self._window.dockWidgetArea(one) is area]

    def _places(self, dock: QDockWidget) -> list[str]:
        """Return the places there are around a view, each called by one of the views that are behind each other there.
        """
        together = ([one, *self._window.tabifiedDockWidgets(one)] for one in self._neighborhood(dock))
        return sorted(min(view.objectName() for view in place) for place in together)

    def _tabs(self, dock: QDockWidget) -> int:
        """Return the height of a dock's row of tabs: the window counts it to the dock when it deals out height."""
        if not self._window.tabifiedDockWidgets(dock):
            return 0
        bars = (bar.geometry() for bar in self._window.findChildren(QTabBar) if bar.isVisible())
        above = (dock.y() - bar.y() for bar in bars if bar.left() <= dock.x() + BESIDE <= bar.right() + BESIDE)
        return min((height for height in above if height > 0), default=0)

    def _widen(self, dock: QDockWidget, names: tuple[str, ...]) -> None:
        near = [one for one in self._neighborhood(dock) if one is not dock and abs(one.y() - dock.y()) < BESIDE]
        wanted = WIDE[self._window.dockWidgetArea(dock)]
        if dock.width() >= wanted or any(one.objectName() in names for one in near):
            return
        whole = dock.width() + sum(one.width() for one in near)
        wide = min(wanted, whole - NARROWEST * len(near)) if near else wanted
        self._resize([dock, *near], [wide, *[(whole - wide) // len(near) for _ in near]], ACROSS)

    def _heighten(self, dock: QDockWidget, names: tuple[str, ...], *, of_canvas: bool) -> None:
        stacked = [one for one in self._neighborhood(dock) if abs(one.y() - dock.y()) >= BESIDE]
        wanted = HIGH[self._window.dockWidgetArea(dock)]
        if dock.height() >= wanted or any(one.objectName() in names for one in stacked):
            return
        if stacked:
            other = stacked[0]
            high = max(dock.height(), min(wanted, dock.height() + other.height() - LOWEST))
            low = dock.height() + other.height() - high
            self._resize([dock, other], [high + self._tabs(dock), low + self._tabs(other)], DOWN)
        elif of_canvas:
            self._resize([dock], [wanted + self._tabs(dock)], DOWN)
