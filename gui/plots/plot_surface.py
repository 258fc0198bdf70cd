"""The plotting surface: pyqtgraph's axes, what part of the plane they show, and where things lie in pixels."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QWidget

from gui.plots.axis import QuantityAxis
from gui.plots.marks import Span
from gui.plots.ticks import LARGEST
from gui.theme import Colors


class PlotSurface(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """Two axes. ``limits_moved`` says that the user, not the data, chose what is seen."""

    limits_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.bottom, self.left = QuantityAxis("bottom"), QuantityAxis("left")
        super().__init__(parent, axisItems={"bottom": self.bottom, "left": self.left}, enableMenu=False)
        self.box = self.plotItem.getViewBox()
        self._domain: Span | None = None
        self.box.disableAutoRange()
        self.box.setDefaultPadding(0)
        self.plotItem.hideButtons()
        self.plotItem.layout.setContentsMargins(0, 6, 10, 0)
        for axis in (self.bottom, self.left):
            axis.setZValue(-1)  # the grid belongs under the curves
        for side in ("top", "right"):
            self.plotItem.getAxis(side).enableAutoSIPrefix(False)  # hidden, but busy otherwise
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAcceptDrops(False)  # files dropped here are the window's

    def hold_within(self, across: Span) -> None:
        """Let the user see no more than these places across: beyond there is nothing."""
        self._domain = across

    def limits(self) -> tuple[Span, Span]:
        """Return what is seen: (low, high) across, then up."""
        across, up = self.box.viewRange()
        return (across[0], across[1]), (up[0], up[1])

    def show_limits(self, across: Span, up: Span) -> None:
        """Show exactly these limits."""
        if (across, up) != self.limits():
            self.box.setRange(xRange=across, yRange=up, padding=0)
            self.box.prepareForPaint()  # left to the painting itself it would cause a second one

    def shift(self, across: float, up: float) -> None:
        """Move what is seen, at the user's wish."""
        x, y = self.limits()
        self._go((x[0] + across, x[1] + across), (y[0] + up, y[1] + up))

    def zoom(self, factor: float, at: QPointF) -> None:
        """Show ``factor`` times as much around a pixel; over an axis only along that axis."""
        x, y = self.to_data(at)
        inside = self.box.sceneBoundingRect()
        across, up = self.limits()
        if at.x() >= inside.left():
            across = (x + (across[0] - x) * factor, x + (across[1] - x) * factor)
        if at.y() <= inside.bottom():
            up = (y + (up[0] - y) * factor, y + (up[1] - y) * factor)
        self._go(across, up)

    def _go(self, across: Span, up: Span) -> None:
        across = held(across, self._domain)
        sane = all(
            high - low > 1e-12 * max(abs(low), abs(high), 1e-100) and max(abs(low), abs(high)) < LARGEST
            for low, high in (across, up)
        )
        if sane:
            self.show_limits(across, up)
            self.limits_moved.emit()

    def to_data(self, at: QPointF) -> tuple[float, float]:
        """Return the position in data units of a pixel of this widget."""
        point = self.box.mapSceneToView(self.mapToScene(at.toPoint()))
        return point.x(), point.y()

    def to_pixels(self, x: float, y: float) -> QPointF:
        """Return the pixel of this widget at which a position in data units lies."""
        return QPointF(self.mapFromScene(self.box.mapViewToScene(QPointF(x, y))))

    def inside(self, at: QPointF) -> bool:
        """Whether a pixel of this widget lies within the axes."""
        return bool(self.box.sceneBoundingRect().contains(self.mapToScene(at.toPoint())))

    def pixel_size(self) -> Span:
        """Return the size of one pixel in data units."""
        across, up = self.limits()
        size = self.box.rect()
        return (across[1] - across[0]) / max(1.0, size.width()), (up[1] - up[0]) / max(1.0, size.height())

    def restyle(self, colors: Colors, *, grid: bool) -> None:
        """Use the colours of a theme."""
        self.setBackground(QColor(colors.window))
        for axis in (self.bottom, self.left):
            axis.restyle(colors, grid=grid)


def held(seen: Span, domain: Span | None) -> Span:
    """Return limits as wide as those ``seen``, or as wide as ``domain`` at most, moved into it."""
    if domain is None:
        return seen
    wide = min(seen[1] - seen[0], domain[1] - domain[0])
    low = min(max(seen[0], domain[0]), domain[1] - wide)
    return low, low + wide
