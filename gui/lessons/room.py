"""Gives the views that a step points at more room where they are too small to be read.

They keep it until another view needs it: the eye shall rest from step to step. When the lesson is over, all views are
put back as they were.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QTabBar

from gui.docks.main_window import MainWindow

Area = Qt.DockWidgetArea
ACROSS, DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
WIDE = {Area.BottomDockWidgetArea: 400, Area.RightDockWidgetArea: 340}
HIGH = {Area.BottomDockWidgetArea: 250, Area.RightDockWidgetArea: 340}
"""Pixels that a view needs for its numbers to be read, by where it lies."""
USEFUL = 240
"""Pixels of width with which a view is of use that a step brings forward and does not point at."""
NARROWEST, LOWEST = 190, 190
"""Pixels that the views beside it, and those above or below it, keep."""
LEAST_BELOW, LEAST_USED = 120, 180
"""Pixels that the views along the bottom keep where the drawing needs the height; and those that a step brings."""
BESIDE = 8
"""Views whose upper edges differ by less lie side by side."""


class Room:
    """Room in ``window``, taken from the views and the canvas around."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._lent: dict[QDockWidget, int] = {}
        """The heights of views that the canvas has now."""

    def give(self, names: tuple[str, ...], *, high: bool) -> None:
        """Let these views be as large as they need to be; ``high`` says whether the canvas may give height for them."""
        for name in names:
            dock = self._window.dock(name)
            if dock in self._in_front():
                self._widen(dock, names, WIDE[self._window.dockWidgetArea(dock)])
                self._heighten(dock, names, of_canvas=high)

    def give_some(self, names: tuple[str, ...]) -> None:
        """Let these views be as wide as they need to be to be of use."""
        for dock in self._in_front():
            if dock.objectName() in names:
                self._widen(dock, names, USEFUL)

    def give_canvas(self, names: tuple[str, ...], used: tuple[str, ...]) -> None:
        """Let the canvas have the height of the views below it, but for what they need to be known again.

        Nothing is taken from a view of ``names``, and not so much where one of ``used`` is among them.
        """
        below = [dock for dock in self._in_front()
                 if self._window.dockWidgetArea(dock) is Area.BottomDockWidgetArea]  # fmt: skip
        least = LEAST_USED if any(dock.objectName() in used for dock in below) else LEAST_BELOW
        if below and not any(dock.objectName() in names or dock.height() <= least for dock in below):
            self._lent = {dock: dock.height() + self._tabs(dock) for dock in below}
            self._resize(below, [least + self._tabs(dock) for dock in below], DOWN)

    def take_back(self) -> None:
        """Give the views below the canvas the height that it was given, where they are still in front."""
        docks = [dock for dock in self._in_front() if dock in self._lent]
        self._resize(docks, [self._lent[dock] for dock in docks], DOWN)
        self._lent = {}

    def forget(self) -> None:
        """Leave everything as it is."""
        self._lent = {}

    def _resize(self, docks: list[QDockWidget], sizes: list[int], way: Qt.Orientation) -> None:
        self._window.resizeDocks(docks, sizes, way)
        layout = self._window.layout()
        if layout is not None:
            layout.activate()  # what comes next is reckoned from these sizes

    def _in_front(self) -> list[QDockWidget]:
        docks = [self._window.dock(name) for name in self._window.views]
        docked = [dock for dock in docks if self._window.dockWidgetArea(dock) in WIDE and not dock.isFloating()]
        return [dock for dock in docked if not dock.visibleRegion().isEmpty()]

    def _neighborhood(self, dock: QDockWidget) -> list[QDockWidget]:
        """Return the views in front in the same part of the window, this one among them."""
        area = self._window.dockWidgetArea(dock)
        return [one for one in self._in_front() if self._window.dockWidgetArea(one) is area]

    def _tabs(self, dock: QDockWidget) -> int:
        """Return the height of a dock's row of tabs: the window counts it to the dock when it deals out height."""
        if not self._window.tabifiedDockWidgets(dock):
            return 0
        bars = (bar.geometry() for bar in self._window.findChildren(QTabBar) if bar.isVisible())
        above = (dock.y() - bar.y() for bar in bars if bar.left() <= dock.x() + BESIDE <= bar.right() + BESIDE)
        return min((height for height in above if height > 0), default=0)

    def _widen(self, dock: QDockWidget, names: tuple[str, ...], wide: int) -> None:
        row = [one for one in self._neighborhood(dock) if abs(one.y() - dock.y()) < BESIDE]
        meant = [one for one in row if one is dock or one.objectName() in names]
        others = [one for one in row if one not in meant]
        whole = sum(one.width() for one in row)
        if len(row) > 1:
            wide = min(wide, (whole - NARROWEST * len(others)) // len(meant))
        if any(one.width() < wide for one in meant):
            left = (whole - wide * len(meant)) // max(len(others), 1)
            self._resize([*meant, *others], [wide] * len(meant) + [left] * len(others), ACROSS)

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
