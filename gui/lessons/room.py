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
HIGH_VIEWS = {"inspector": 430}
"""Views that need more height than others where they lie: a sum over three paths of the chain rule, seen whole."""
USEFUL = 240
"""Pixels of width with which a view is of use that a step brings forward and does not point at."""
NARROWEST, LOWEST = 190, 190
"""Pixels that the views beside it, and those above or below it, keep."""
LEAST_BELOW, LEAST_USED = 120, 180
"""Pixels that the views along the bottom keep where the drawing needs the height; and those that a step brings. Those
that it points at keep LOWEST."""
BESIDE = 8
"""Views whose upper edges differ by less lie side by side."""


class Room:
    """Room in ``window``, taken from the views and the canvas around."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._lent: list[tuple[list[QDockWidget], int]] = []
        """Rows of views and the pixels of their height that the canvas has now."""

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

    def give_canvas(self, names: tuple[str, ...], used: tuple[str, ...], lacking: int, welcome: int) -> None:
        """Let the canvas have ``lacking`` pixels of the height of the views below it, as far as they can spare it.

        The row in which no view of ``names`` is gives first, and up to ``welcome`` pixels.
        """
        for row in sorted(self._rows_below(), key=lambda row: any(dock.objectName() in names for dock in row)):
            least = next((pixels for those, pixels in ((names, LOWEST), (used, LEAST_USED))
                          if any(dock.objectName() in those for dock in row)), LEAST_BELOW)  # fmt: skip
            given = min(lacking if least == LOWEST else welcome, min(dock.height() for dock in row) - least)
            if given > 0:
                self._lent.append((row, given))
                self._grow(row, -given)
                lacking, welcome = lacking - given, welcome - given

    def _rows_below(self) -> list[list[QDockWidget]]:
        """Return the views in front below the canvas, in rows."""
        docks = [one for one in self._in_front() if self._window.dockWidgetArea(one) is Area.BottomDockWidgetArea]
        rows: list[list[QDockWidget]] = []
        for dock in sorted(docks, key=lambda one: one.y()):
            if not rows or dock.y() - rows[-1][0].y() >= BESIDE:
                rows.append([])
            rows[-1].append(dock)
        return rows

    def take_back(self) -> None:
        """Give the views below the canvas the height that it was given: the same row, or what has its place now."""
        for lender, given in self._lent:
            rows = self._rows_below()
            found = next((row for row in rows if set(row) & set(lender)), rows[0] if rows else [])
            self._grow(found, given)
        self._lent = []

    def forget(self) -> None:
        """Leave everything as it is."""
        self._lent = []

    def _grow(self, row: list[QDockWidget], pixels: int) -> None:
        self._resize(row, [dock.height() + self._tabs(dock) + pixels for dock in row], DOWN)

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
        wanted = HIGH_VIEWS.get(dock.objectName(), HIGH[self._window.dockWidgetArea(dock)])
        if dock.height() >= wanted or any(one.objectName() in names for one in stacked):
            return
        if stacked:
            other = stacked[0]
            high = max(dock.height(), min(wanted, dock.height() + other.height() - LOWEST))
            low = dock.height() + other.height() - high
            self._resize([dock, other], [high + self._tabs(dock), low + self._tabs(other)], DOWN)
        elif of_canvas:
            self._resize([dock], [wanted + self._tabs(dock)], DOWN)
