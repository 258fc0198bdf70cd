"""What a pressed and moved mouse does in a plot: one object a gesture, forgotten at release or Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF

if TYPE_CHECKING:
    from gui.plots.plot_surface import PlotSurface


class Gesture(Protocol):
    """A drag under way. Positions are pixels of the plot."""

    def move(self, at: QPointF) -> None:
        """Follow the mouse; nothing is kept yet."""

    def release(self) -> None:
        """Keep what the drag did."""

    def cancel(self) -> None:
        """Leave no trace."""


class Pan:
    """Drags the view along with the mouse."""

    def __init__(self, area: PlotSurface, at: QPointF) -> None:
        self._area, self._last = area, at
        self._before = area.limits()

    def move(self, at: QPointF) -> None:
        """Move what is seen as far as the mouse went."""
        before, now = self._area.to_data(self._last), self._area.to_data(at)
        self._last = at
        self._area.shift(before[0] - now[0], before[1] - now[1])

    def release(self) -> None:
        """Stay where it is."""

    def cancel(self) -> None:
        """Go back to where the drag began."""
        self._area.show_limits(*self._before)
