"""Data points in the hands of the user: which one is under the pointer, and dragging it."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF

from gui.plots.fit_axes import FitAxes
from gui.plots.plot_area import PlotArea
from gui.plots.ticks import short_of

REACH = 9.0
"""Pixels within which a point is meant."""


def point_at(area: PlotArea, axes: FitAxes, at: QPointF) -> int | None:
    """Return the row of the nearest point within reach of a pixel; None if there is none."""
    if not axes.x.size:
        return None
    x, y = area.to_data(at)
    wide, high = area.pixel_size()
    distance = np.hypot((axes.x - x) / wide, (axes.y - y) / high)
    nearest = int(np.argmin(distance))
    return nearest if distance[nearest] <= REACH else None


class PointsPlot(Protocol):
    """What a drag needs of the plot in which it takes place."""

    area: PlotArea

    def preview(self, moved: tuple[int, float, float] | None) -> None:
        """Show a point at (row, x, y) without changing the data; None shows it where it is."""

    def commit(self) -> None:
        """Make the preview one edit."""


class PointDrag:
    """Moves one point: shown while dragging, one edit at release."""

    def __init__(self, view: PointsPlot, axes: FitAxes, row: int, at: QPointF) -> None:
        self._view, self._row = view, row
        x, y = view.area.to_data(at)
        self._offset = float(axes.x[row]) - x, float(axes.y[row]) - y

    def move(self, at: QPointF) -> None:
        """Show the point under the mouse, at numbers no finer than the pixels."""
        x, y = self._view.area.to_data(at)
        wide, high = self._view.area.pixel_size()
        place = short_of(x + self._offset[0], wide), short_of(y + self._offset[1], high)
        self._view.preview((self._row, *place))

    def release(self) -> None:
        """Keep the point where it is."""
        self._view.commit()

    def cancel(self) -> None:
        """Put the point back."""
        self._view.preview(None)
